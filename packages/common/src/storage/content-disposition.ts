/**
 * `Content-Disposition` of a download (RFC 6266). Clients that do not know `filename*`, such as `curl -J` and old browsers, take the
 * name in ASCII.
 */
export function contentDisposition(filename: string): string {
  return `attachment; filename="${asciiName(filename)}"; filename*=UTF-8''${encodeRfc8187(filename)}`;
}

/** RFC 8187 ext-value: what encodeURIComponent leaves but the grammar does not allow is escaped too. */
function encodeRfc8187(value: string): string {
  return encodeURIComponent(value.toWellFormed()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

const cyrillic =
  'а a б b в v г g д d е e ё yo ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ъ . ы y ь . э e ю yu я ya';
const pairs = cyrillic.split(' ');
const toLatin = new Map(pairs.flatMap((letter, index) => (index % 2 ? [] : [[letter, pairs[index + 1] ?? '']])));

// Names that Windows gives to devices, whatever ending follows.
const device = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/** Cyrillic letters as Latin ones, accents left out, an underscore for anything else; the ending stays. */
function asciiName(filename: string): string {
  const dot = filename.lastIndexOf('.');
  const [stem, ending] = dot > 0 ? [filename.slice(0, dot), filename.slice(dot)] : [filename, ''];
  const name = toAscii(stem).replace(/^[. _]+|[. _]+$/g, '');
  return `${name || 'file'}${toAscii(ending)}`.replace(device, '$1_');
}

function toAscii(text: string): string {
  // й and ё are letters of their own, not accents.
  const latin = [...text.normalize('NFC')].map(transliterate).join('').normalize('NFKD').replace(/\p{M}/gu, '');
  return latin.replace(/[^A-Za-z0-9 .,;=+!@#$&()[\]{}~^-]+/g, '_');
}

function transliterate(letter: string): string {
  const latin = toLatin.get(letter.toLowerCase());
  if (latin === undefined) return letter;
  if (latin === '.') return '';
  return letter === letter.toLowerCase() ? latin : latin.charAt(0).toUpperCase() + latin.slice(1);
}
