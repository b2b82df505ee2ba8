const mebibyte = 1024 * 1024;
const smallestPart = 16 * mebibyte;
/** What S3 takes. */
const maxParts = 10_000;

/** Bytes of each part but the last, in whole mebibytes: as small as the number of parts allows. */
export const toPartSize = (size: number) => Math.max(smallestPart, Math.ceil(size / maxParts / mebibyte) * mebibyte);

interface Plan {
  readonly size: number;
  readonly partSize: number;
}

export const countParts = ({ size, partSize }: Plan) => Math.ceil(size / partSize);

/** Bytes of the part of this number; undefined when there is none. */
export function partBytes(plan: Plan, part: number): number | undefined {
  const count = countParts(plan);
  if (part < 1 || part > count) return undefined;
  return part < count ? plan.partSize : plan.size - (count - 1) * plan.partSize;
}
