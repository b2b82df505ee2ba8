const shingleLength = 40;
const maxTimes = 3;
/** Of the two hashes that stand for a shingle, together: they cost no string, and three shingles that differ hardly share one. */
const bases = [0x01000193, 0x85ebca6b] as const;
const dropped = bases.map((base) => Array.from({ length: shingleLength }).reduce((power: number) => Math.imul(power, base), 1));

/** Notices where a text says the same forty letters for the third time. Marks and spaces do not count; tables are left out. */
export function createLoopDetector() {
  /** By the hash of a shingle, where it ended last and how often it was there, as one small number: those cost next to nothing. */
  const seen = new Map<number, number>();
  /** The last letters, each at its number. */
  const letters = new Uint16Array(shingleLength);
  const hashes = new Int32Array(2);
  let isInTable = false;
  let isLineStart = true;
  let count = 0;
  let repeats = false;

  function take(letter: number): void {
    const place = count % shingleLength;
    const last = letters[place] ?? 0;
    for (let index = 0; index < bases.length; index += 1)
      hashes[index] = Math.imul(hashes[index] ?? 0, bases[index] ?? 0) + letter - Math.imul(last, dropped[index] ?? 0);
    letters[place] = letter;
    count += 1;
    const [one = 0, other = 0] = hashes;
    if (count >= shingleLength) note((one ^ (other >>> 7)) & 0x3fffffff);
  }

  function note(shingle: number): void {
    const before = seen.get(shingle) ?? 0;
    if (before >> 2 > count - shingleLength) return;
    const times = (before & 3) + 1;
    seen.set(shingle, (count << 2) | times);
    if (times >= maxTimes) repeats = true;
  }

  return {
    /** How much of the text comes before it repeats itself; all, mostly. */
    add(text: string): number {
      for (let index = 0; index < text.length; index += 1) {
        const character = text[index] ?? '';
        if (character === '\n') [isLineStart, isInTable] = [true, false];
        else if (isLineStart && character.trim() !== '') [isLineStart, isInTable] = [false, character === '|'];
        if (!isInTable && /[\p{L}\p{N}]/u.test(character)) take(character.toLowerCase().charCodeAt(0));
        if (repeats) return index;
      }
      return text.length;
    },
  };
}
