/** A text as far as it tells texts apart: case, spaces and ё do not. */
export function comparable(text: string): string {
  return text.toLowerCase().replaceAll('ё', 'е').replace(/\s+/gu, ' ').trim();
}
