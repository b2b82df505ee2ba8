/** Longer than any lesson may be; more is not read. */
const maxText = 1_000_000;

/**
 * In NFC, without what nobody sees: marks of direction, characters of no width and of no meaning, tags. They hide words from readers, and
 * orders to a model.
 */
export const toCleanText = (text: string): string =>
  text
    .slice(0, maxText)
    .replace(/\r\n?/g, '\n')
    .normalize('NFC')
    .replace(/[\p{Cf}\p{Co}\p{Cn}\p{Cs}]|[^\P{Cc}\n\t]/gu, '');
