const shingleLength = 40;
const maxTimes = 3;

/** Notices where a text says the same forty letters for the third time. Marks and spaces do not count; tables are left out. */
export function createLoopDetector() {
  const seen = new Map<string, { times: number; end: number }>();
  let letters = '';
  let isInTable = false;
  let isLineStart = true;
  let count = 0;
  let repeats = false;

  function take(letter: string): void {
    letters = (letters + letter).slice(-shingleLength);
    count += 1;
    if (letters.length < shingleLength) return;
    const last = seen.get(letters);
    if (last && last.end > count - shingleLength) return;
    const times = (last?.times ?? 0) + 1;
    seen.set(letters, { times, end: count });
    if (times >= maxTimes) repeats = true;
  }

  return {
    /** How much of the text comes before it repeats itself; all, mostly. */
    add(text: string): number {
      for (let index = 0; index < text.length; index += 1) {
        const character = text[index] ?? '';
        if (character === '\n') [isLineStart, isInTable] = [true, false];
        else if (isLineStart && character.trim() !== '') [isLineStart, isInTable] = [false, character === '|'];
        if (!isInTable && /[\p{L}\p{N}]/u.test(character)) take(character.toLowerCase());
        if (repeats) return index;
      }
      return text.length;
    },
  };
}
