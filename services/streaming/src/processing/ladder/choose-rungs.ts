/** One quality of the picture, as it is asked for. */
export interface Rung {
  /** Its height, which is unique among the qualities of a picture. */
  readonly name: string;
  /** Pixels, even numbers. */
  readonly width: number;
  readonly height: number;
  /** Bits per second, on average. */
  readonly bitrate: number;
}

/** By the shorter side: what a phone takes upright is as sharp as what it takes lying. */
const ladder = [
  { side: 480, bitrate: 1_200_000 },
  { side: 720, bitrate: 2_800_000 },
  { side: 1080, bitrate: 5_000_000 },
] as const;

/** What an encoder takes without trouble. */
const minSide = 16;
const maxSide = 4096;

const toEven = (pixels: number) => Math.max(minSide, 2 * Math.floor(pixels / 2));
const toNearestEven = (pixels: number) => Math.max(minSide, 2 * Math.round(pixels / 2));

/** The qualities of a picture of this size, the lowest first and none above it: a small one has one of its own size. */
export function chooseRungs({ width, height }: { readonly width: number; readonly height: number }): readonly [Rung, ...Rung[]] {
  const shorter = Math.min(width, height);
  const toRung = ({ side, bitrate }: { side: number; bitrate: number }): Rung => {
    const short = toEven(side);
    const long = Math.min(maxSide, toEven(Math.max(width, height)), toNearestEven((short * Math.max(width, height)) / shorter));
    const [wide, high] = width < height ? [short, long] : [long, short];
    return { name: String(high), height: high, width: wide, bitrate };
  };
  const rungs = ladder.filter(({ side }) => side <= shorter).map(toRung);
  // Of very tall pictures several are as high as can be: the first stands for them.
  const [lowest, ...others] = rungs.filter(({ name }, index) => rungs.findIndex((rung) => rung.name === name) === index);
  if (lowest) return [lowest, ...others];
  // As many bits for each pixel as the lowest of the ladder has, and some more for what does not grow with the picture.
  return [toRung({ side: shorter, bitrate: Math.round(200_000 + 1_000_000 * (shorter / 480) ** 2) })];
}
