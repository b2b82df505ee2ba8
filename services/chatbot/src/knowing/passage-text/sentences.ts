/** Characters from `from` up to `to`. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Something always follows them. */
const openAbbreviations = new Set(
  (
    'т.е т.к т.н т.о см ср рис табл гл разд стр с п пп ст ул д кв просп пер им проф акад доц гр тов напр ' +
    'e.g i.e cf fig figs vs mr mrs ms dr prof st eq sec no vol pp'
  ).split(' '),
);
/** Something may follow them: a sentence does, where a capital letter does. */
const closingAbbreviations = new Set(
  'г гг в вв руб коп тыс млн млрд чел шт мин сек ч т.д т.п др пр etc al inc ltd jr sr approx'.split(' '),
);

const longestAbbreviation = 8;

/** Sentences of a text, in their order, without the space around them. */
export function splitSentences(text: string): Span[] {
  const spans: Span[] = [];
  let from = 0;
  for (const { index, 0: mark } of text.matchAll(/[.!?…](?=["»”’)\]]{0,3}\s)|\n/g)) {
    if (index < from) continue;
    const end = mark === '\n' ? index : skipClosing(text, index + 1);
    if (mark !== '\n' && !isEnd(text, index, end)) continue;
    addSpan(spans, text, from, end);
    from = end;
  }
  addSpan(spans, text, from, text.length);
  return spans;
}

function skipClosing(text: string, index: number): number {
  let end = index;
  while (/["»”’)\]]/.test(text[end] ?? '')) end += 1;
  return end;
}

function addSpan(spans: Span[], text: string, from: number, to: number): void {
  const part = text.slice(from, to);
  const start = from + part.length - part.trimStart().length;
  const end = from + part.trimEnd().length;
  if (end > start) spans.push({ from: start, to: end });
}

function isEnd(text: string, index: number, end: number): boolean {
  const next = /\S/.exec(text.slice(end, end + 20))?.[0] ?? '';
  if (/[\p{Ll}—–-]/u.test(next)) return false;
  if (text[index] !== '.') return true;
  const before = text.slice(Math.max(0, index - longestAbbreviation), index);
  const pair = /(?:^|[^\p{L}])(\p{L})\. ?(\p{L})$/u.exec(before);
  const word = pair ? `${pair[1]}.${pair[2]}` : (/[\p{L}.]+$/u.exec(before)?.[0] ?? '');
  // Initials of a name.
  if (/^(?:\p{L}\.)?\p{Lu}$/u.test(word)) return false;
  const abbreviation = word.toLowerCase();
  if (openAbbreviations.has(abbreviation)) return false;
  return !closingAbbreviations.has(abbreviation) || /[\p{Lu}«"(]/u.test(next);
}
