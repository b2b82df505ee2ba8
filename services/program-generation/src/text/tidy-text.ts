import type { Locale } from '@lyceum/contracts/shared/fields';
import { hasWords, toComparisonKey } from './comparison-key.ts';

const control = /[\p{Cc}\p{Zl}\p{Zp}]/gu;
const listMark = /^(?:[-–—•*·]|#{1,6}|\d{1,2}[.)])\s+/;
const markup = /\*\*(.+?)\*\*|`([^`]+)`/g;
const straightQuotes = /"([^"]+)"/g;
/** More marks on one letter than any writing has: putting them in order takes time by their square. */
const heapedMarks = /(\p{M}{20})\p{M}+/gu;
/** So many times what a line may have is looked at: marks and spaces may be taken out of it. */
const room = 4;

/** Hours a model puts into its prose: the document has those of the plan alone. */
const hoursInProse = [
  / ?\( ?\d{1,4} ?(?:ак(?:адемическ\p{L}{1,9}|\.)? ?)?ч(?:ас\p{L}{0,9}|\.)? ?\)/giu,
  / ?[-–—,]? ?\d{1,4} ?ак(?:адемическ\p{L}{1,9}|\.) ?ч(?:ас\p{L}{0,9}|\.)?/giu,
  / ?\( ?\d{1,4} ?(?:academic )?h(?:ours?|\.)? ?\)/gi,
  / ?[-–—,]? ?\d{1,4} ?academic hours?/gi,
];

/** One line as documents print it: no marks of lists or Markdown, no control characters, at most `max` code units, cut between words. */
export function tidyLine(text: string, max: number, language: Locale): string {
  const short = text
    .slice(0, room * max)
    .toWellFormed()
    .replace(heapedMarks, '$1')
    .normalize('NFC');
  const plain = oneLine(short).replace(listMark, '').replace(markup, '$1$2');
  const withoutHours = hoursInProse.reduce((rest, hours) => rest.replace(hours, ''), plain);
  const quoted = withoutHours.replace(straightQuotes, { ru: '«$1»', en: '“$1”' }[language]);
  return cut(oneLine(quoted), max);
}

function oneLine(text: string): string {
  return text.replace(control, ' ').replace(/\s+/g, ' ').trim();
}

/** A title or an entry of a list, which ends without a stop. */
export function tidyPhrase(text: string, max: number, language: Locale): string {
  const line = tidyLine(text, max, language);
  let end = line.length;
  while (/[\s.;,:]/.test(line.charAt(end - 1))) end -= 1;
  return line.slice(0, end);
}

/** What is left of a list: tidy, each once, nothing empty. */
export function tidyList(texts: readonly string[], tidy: (text: string) => string, max: number): string[] {
  const written = texts.map((text) => tidy(text)).filter(hasWords);
  return [...new Map(written.map((text) => [toComparisonKey(text), text])).values()].slice(0, max);
}

function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const head = text.slice(0, max);
  const end = /\s/.test(text[max] ?? '') ? max : head.lastIndexOf(' ');
  return (end > max / 2 ? head.slice(0, end) : head.replace(/[\uD800-\uDBFF]$/, '')).trim();
}
