/** A text as far as it tells texts apart: case, spaces and ё do not. */
export function comparable(text: string): string {
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
