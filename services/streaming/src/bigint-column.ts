/** For counts that may pass 2^31 and stay below 2^53; the driver hands them over as text. */
export const bigintColumn = {
  type: 'bigint',
  transformer: {
    to: (value: number | null) => value,
    from: (value: string | null) => (value === null ? null : Number(value)),
  },
} as const;
