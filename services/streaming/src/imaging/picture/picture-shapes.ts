export interface Shape {
  /** Width divided by height of what is cut out; null where the whole picture is kept. */
  readonly ratio: number | null;
  /** Longest sides of the variants, in pixels. */
  readonly sizes: readonly [small: number, medium: number, large: number];
}

export const shapes = {
  avatar: { ratio: 1, sizes: [96, 192, 384] },
  cover: { ratio: 16 / 9, sizes: [400, 800, 1600] },
  picture: { ratio: null, sizes: [400, 800, 1600] },
} as const satisfies Record<string, Shape>;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The largest piece of this shape that a picture has, no larger than the largest variant. */
export function fitShape({ width, height }: Size, { ratio, sizes: [, , largest] }: Shape): Size {
  if (ratio === null) return scale({ width, height }, Math.min(1, largest / Math.max(width, height)));
  const wide = Math.min(largest, width, height * ratio);
  return scale({ width: wide, height: wide / ratio }, 1);
}

/** Sizes of the variants of a piece, the smallest first: nothing is made larger than it is. */
export function listSizes(piece: Size, { sizes }: Shape): Size[] {
  const longest = Math.max(piece.width, piece.height);
  return [...new Set(sizes.map((size) => Math.min(size, longest)))].map((size) => scale(piece, size / longest));
}

const scale = ({ width, height }: Size, factor: number): Size => ({
  width: Math.max(1, Math.round(width * factor)),
  height: Math.max(1, Math.round(height * factor)),
});
