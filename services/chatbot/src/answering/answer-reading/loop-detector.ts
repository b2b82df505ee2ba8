const shingleLength = 40;
const maxTimes = 3;
/** Of the two hashes that stand for a shingle: together they are as good as its letters, and cost no string. */
const bases = [0x01000193, 0x85ebca6b] as const;
const dropped = bases.map((base) => Array.from({ length: shingleLength }).reduce((power: number) => Math.imul(power, base), 1));

/** Notices where a text says the same forty letters for the third time. Marks and spaces do not count; tables are left out. */
export function createLoopDetector() {
  const seen = new Map<number, { times: number; end: number }>();
  /** The last letters, each at its number. */
  const letters = new Uint16Array(shingleLength);
  const hashes = [0, 0];
  let isInTable = false;
  let isLineStart = true;
  let count = 0;
  let repeats = false;

  function take(letter: number): void {
    const place = count % shingleLength;
    const last = letters[place] ?? 0;
    for (const [index, base] of bases.entries())
      hashes[index] = (Math.imul(hashes[index] ?? 0, base) + letter - Math.imul(last, dropped[index] ?? 0)) | 0;
    letters[place] = letter;
    count += 1;
    if (count >= shingleLength) note(((hashes[0] ?? 0) >>> 0) * 2 ** 21 + ((hashes[1] ?? 0) >>> 11));
  }

  function note(shingle: number): void {
    const before = seen.get(shingle);
    if (before && before.end > count - shingleLength) return;
    const times = (before?.times ?? 0) + 1;
    seen.set(shingle, { times, end: count });
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
