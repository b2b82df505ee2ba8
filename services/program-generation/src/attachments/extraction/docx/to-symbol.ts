import { codePoint } from 'dingbat-to-unicode';

/** What the character of a font of symbols shows (ECMA-376 part 1, 17.3.3.30); undefined when nobody knows. */
export function toSymbol(font: string, code: number): string | undefined {
  // Such fonts are shifted into the private use area.
  const known = codePoint(font, code) ?? codePoint(font, code - 0xf000);
  if (known) return known.string;
  const isPrivate = code >= 0xe000 && code <= 0xf8ff;
  return isPrivate || !(code <= 0x10ffff) ? undefined : String.fromCodePoint(code);
}
