const maxEnding = 3;

const negations = new Set(
  'не нет ни без нельзя никогда никто ничто ничего нигде no not never none nor neither without cannot nothing nobody'.split(' '),
);

/** These take words as `readWords` normalises them. */
export const isNegation = (word: string) => negations.has(word) || word.endsWith("n't");

export const isNumber = (word: string) => /\p{N}/u.test(word);

/** Whether two words differ in their ending alone; numbers and negations never do. */
export function isInflection(one: string, other: string): boolean {
  if ([one, other].some((word) => isNegation(word) || isNumber(word))) return false;
  const longest = Math.max(one.length, other.length);
  let common = 0;
  while (common < longest && one[common] === other[common]) common += 1;
  return common >= longest * 0.6 && longest - common <= maxEnding;
}
