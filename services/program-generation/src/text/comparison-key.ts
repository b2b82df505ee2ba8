/** Equal for texts that are the same to a reader: case, spaces and ё do not count; signs do, as −1 is not 1. */
export function toComparisonKey(text: string): string {
  return text.toLowerCase().replaceAll('ё', 'е').replace(/\s+/gu, ' ').trim();
}

/** Indexes of the keys that an earlier one equals. */
export function repetitions(keys: readonly string[]): number[] {
  const seen = new Set<string>();
  return keys.flatMap((key, index) => {
    if (seen.has(key)) return [index];
    seen.add(key);
    return [];
  });
}

/** Whether there is more in a text than dots and dashes. */
export function hasWords(text: string): boolean {
  return /[\p{L}\p{N}+#]/u.test(text);
}

/** True for a text with words the first time it comes. */
export function createRecognizer(): (text: string) => boolean {
  const known = new Set<string>();
  return (text) => hasWords(text) && known.size < known.add(toComparisonKey(text)).size;
}
