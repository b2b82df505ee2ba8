/** One quality of the picture, as it is asked for. */
export interface Rung {
  /** Its height, which is unique. */
  readonly name: string;
  /** Pixels, even numbers. */
  readonly width: number;
  readonly height: number;
  /** Bits per second, on average. */
  readonly bitrate: number;
}

const ladder = [
  { height: 480, bitrate: 1_200_000 },
  { height: 720, bitrate: 2_800_000 },
  { height: 1080, bitrate: 5_000_000 },
] as const;

/** What an encoder takes without trouble. */
const minSide = 16;
const maxWidth = 4096;

const toEven = (pixels: number) => Math.max(minSide, 2 * Math.floor(pixels / 2));
const toNearestEven = (pixels: number) => Math.max(minSide, 2 * Math.round(pixels / 2));

/** The qualities of a picture of this size, the lowest first and none above it: a small one has one of its own height. */
export function chooseRungs({ width, height }: { readonly width: number; readonly height: number }): readonly [Rung, ...Rung[]] {
  const toRung = (rung: { height: number; bitrate: number }): Rung => {
    const high = toEven(rung.height);
    const wide = Math.min(maxWidth, toEven(width), toNearestEven((high * width) / height));
    return { name: String(high), height: high, width: wide, bitrate: rung.bitrate };
  };
  const [lowest, ...others] = ladder.filter((rung) => rung.height <= height).map(toRung);
  if (lowest) return [lowest, ...others];
  // As many bits for each pixel as the lowest of the ladder has, and some more for what does not grow with the picture.
  return [toRung({ height, bitrate: Math.round(200_000 + 1_000_000 * (height / 480) ** 2) })];
}
