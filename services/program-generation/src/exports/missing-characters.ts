import type { Locale } from '@lyceum/contracts/shared/fields';

/** Says which characters the file shows as a replacement; with their numbers, as the reader's fonts may lack them too. */
export function warnOfMissing(characters: readonly string[], locale: Locale): { code: string; message: string } {
  const list = characters.map((character) => `${character} (${toCodePoint(character)})`).join(', ');
  const message = {
    en: `There are no fonts for some characters; the file has � in their place: ${list}.`,
    ru: `Для некоторых символов нет шрифта, в файле вместо них стоит �: ${list}.`,
  }[locale];
  return { code: 'missing-characters', message };
}

function toCodePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
