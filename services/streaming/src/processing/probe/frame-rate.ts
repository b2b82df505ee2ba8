/** Frames per second, as a fraction of whole numbers. */
export interface FrameRate {
  readonly frames: number;
  readonly seconds: number;
}

export const toNumber = ({ frames, seconds }: FrameRate) => frames / seconds;

const typicalRates: readonly FrameRate[] = [
  ...[24, 25, 30, 50, 60].map((frames) => ({ frames, seconds: 1 })),
  ...[24_000, 30_000, 60_000].map((frames) => ({ frames, seconds: 1001 })),
];

const parse = (fraction: string) => {
  const [frames = Number.NaN, seconds = 1] = fraction.split('/').map(Number);
  return frames / seconds;
};

/** A rate that all qualities can keep, near that of the source: a usual one, else a whole number, from 5 to 60. */
export function toFixedRate(average: string, lowest: string): FrameRate {
  const measured = [parse(average), parse(lowest)].find((rate) => Number.isFinite(rate) && rate > 0) ?? 25;
  const byDistance = typicalRates.toSorted((a, b) => Math.abs(toNumber(a) - measured) - Math.abs(toNumber(b) - measured));
  const [nearest] = byDistance;
  if (nearest && Math.abs(toNumber(nearest) - measured) < measured / 50) return nearest;
  return { frames: Math.min(60, Math.max(5, Math.ceil(measured))), seconds: 1 };
}
