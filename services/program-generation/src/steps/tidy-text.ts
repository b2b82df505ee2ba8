import type { Locale } from '@lyceum/contracts/fields';

const control = /[\p{Cc}\p{Zl}\p{Zp}]/gu;
const listMark = /^(?:[-–—•*·]|#{1,6}|\d{1,2}[.)])\s+/;
const markup = /\*\*(.+?)\*\*|`([^`]+)`/g;
const straightQuotes = /"([^"]+)"/g;

/** Hours a model puts into its prose: the document has those of the plan alone. */
const hoursInProse = [
  /\s*\(\s*\d+\s*(?:ак(?:адемическ\p{L}*|\.)?\s*)?ч(?:ас\p{L}*|\.)?\s*\)/giu,
  /\s*[-–—,]?\s*\d+\s*ак(?:адемическ\p{L}*|\.)\s*ч(?:ас\p{L}*|\.)?/giu,
  /\s*\(\s*\d+\s*(?:academic\s+)?h(?:ours?|\.)?\s*\)/gi,
  /\s*[-–—,]?\s*\d+\s*academic\s+hours?/gi,
];

/** One line as documents print it: no marks of lists or Markdown, no control characters, at most `max` code units, cut between words. */
export function tidyLine(text: string, max: number, language: Locale): string {
  const plain = text.toWellFormed().normalize('NFC').replace(control, ' ').trim().replace(listMark, '').replace(markup, '$1$2');
  const withoutHours = hoursInProse.reduce((rest, hours) => rest.replace(hours, ''), plain);
  const quoted = withoutHours.replace(straightQuotes, { ru: '«$1»', en: '“$1”' }[language]);
  return cut(quoted.replace(/\s+/g, ' ').trim(), max);
}

/** A title or an entry of a list, which ends without a stop. */
export function tidyPhrase(text: string, max: number, language: Locale): string {
  return tidyLine(text, max, language).replace(/[\s.;,:]+$/, '');
}

/** What is left of a list: tidy, each once, nothing empty. */
export function tidyList(texts: readonly string[], tidy: (text: string) => string, most: number): string[] {
  const seen = new Map(texts.map((text) => tidy(text)).map((text) => [sameText(text), text]));
  seen.delete('');
  return [...seen.values()].slice(0, most);
}

/** Equal for texts that differ only in case, marks and the letter ё. */
export function sameText(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[^\p{L}\p{N}+#]+/gu, ' ')
    .trim();
}

function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const head = text.slice(0, max);
  const end = /\s/.test(text[max] ?? '') ? max : head.lastIndexOf(' ');
  return (end > max / 2 ? head.slice(0, end) : head.replace(/[\uD800-\uDBFF]$/, '')).trim();
}
