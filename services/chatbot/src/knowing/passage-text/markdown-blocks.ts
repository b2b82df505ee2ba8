/** A piece of Markdown. What is `whole` loses its sense when it is cut: code, formulas, tables. */
export type MarkdownBlock =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'prose' | 'whole'; readonly text: string };

/** The pieces of a text in their order; prose without the marks of its markup. */
export function toMarkdownBlocks(text: string): MarkdownBlock[] {
  const blocks: MarkdownBlock[] = [];
  const lines = text.split('\n');
  for (let index = 0; index < lines.length; ) {
    const line = lines[index] ?? '';
    const heading = /^ {0,3}(#{1,6})[ \t]+(.*)$/.exec(line);
    const length = countWhole(lines, index);
    if (heading) {
      const [, marks = '', title = ''] = heading;
      blocks.push({ kind: 'heading', level: marks.length, text: toPlain(title.trimEnd().replace(/#{1,10}$/, '')).trim() });
      index += 1;
    } else if (length > 0) {
      blocks.push({ kind: 'whole', text: lines.slice(index, index + length).join('\n') });
      index += length;
    } else {
      const paragraph = takeParagraph(lines, index);
      if (paragraph.text) blocks.push({ kind: 'prose', text: paragraph.text });
      index = paragraph.next;
    }
  }
  return blocks;
}

const isFence = (line: string) => /^ {0,3}(?:```|~~~)/.test(line);
const isTableLine = (line: string) => /^ {0,3}\|/.test(line);

/** How many lines from here on are one thing that is not to be cut. */
function countWhole(lines: readonly string[], index: number): number {
  const line = lines[index] ?? '';
  if (isFence(line)) return countUntil(lines, index, isFence);
  if (/^\s{0,3}\$\$/.test(line)) {
    const isClosed = line.trim().length > 2 && line.trimEnd().endsWith('$$');
    return isClosed ? 1 : countUntil(lines, index, (one) => one.trimEnd().endsWith('$$'));
  }
  if (!isTableLine(line)) return 0;
  const end = lines.findIndex((one, place) => place > index && !isTableLine(one));
  return (end === -1 ? lines.length : end) - index;
}

function countUntil(lines: readonly string[], index: number, isLast: (line: string) => boolean): number {
  const last = lines.findIndex((line, place) => place > index && isLast(line));
  return (last === -1 ? lines.length : last + 1) - index;
}

function takeParagraph(lines: readonly string[], start: number): { text: string; next: number } {
  const taken: string[] = [];
  let next = start;
  for (; next < lines.length; next += 1) {
    const line = lines[next] ?? '';
    if (line.trim() === '' || /^ {0,3}#{1,6}[ \t]/.test(line)) break;
    if (next > start && countWhole(lines, next) > 0) break;
    taken.push(line.trim());
  }
  if (lines[next]?.trim() === '') next += 1;
  // Items of lists stay lines of their own; other lines of a paragraph go on.
  const text = taken
    .map((line, place) => (place > 0 && /^(?:[-*+]|\d{1,9}[.)])\s/.test(line) ? `\n${line}` : ` ${line}`))
    .join('');
  return { text: toPlain(text).trim(), next: Math.max(next, start + 1) };
}

/** Without links, pictures, emphasis, quotation marks of lines and HTML; code and formulas inside stay as they are. */
function toPlain(text: string): string {
  return text
    .split(/(`[^`\n]{1,2000}`|\$[^$\n]{1,2000}\$)/)
    .map((part, index) => (index % 2 === 1 ? part : toPlainProse(part)))
    .join('');
}

const toPlainProse = (text: string): string =>
  text
    .replace(/!?\[([^[\]]{0,1000})\]\([^()\s]{0,2000}(?:\s"[^"]{0,300}")?\)/g, '$1')
    .replace(/<\/?[a-zA-Z][^<>]{0,500}>/g, '')
    .replace(/\*\*|__|~~/g, '')
    .replace(/(^|\n) ?(?:> ?){1,5}/g, '$1')
    .replace(/(^|[\s(«"])\*(?=\S)|(?<=\S)\*(?=[\s.,;:!?)»"]|$)/g, '$1');
