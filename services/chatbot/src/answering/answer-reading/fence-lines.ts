import type { Fence, UnreadText } from './answer-span.ts';

const maxFenceLine = 200;

/** Code as far as a line of it has come, without the indent of its fence; or the end of the fence. */
export function scanFenceLine(
  { text, isEnd, isLineStart }: UnreadText,
  { character, count, indent }: Fence,
): { kind: 'code' | 'end'; text: string; length: number } | 'more' {
  const lineEnd = text.indexOf('\n');
  const line = lineEnd < 0 ? text : text.slice(0, lineEnd);
  const breakLength = lineEnd < 0 ? 0 : 1;
  const mayGoOn = lineEnd < 0 && !isEnd;
  if (isLineStart) {
    const [start = '', spaces = '', run = '', rest = ''] = /^([ \t]*)(`*|~*)([ \t]*)/.exec(line.slice(0, maxFenceLine)) ?? [];
    if (start.length === line.length && mayGoOn && line.length < maxFenceLine) return 'more';
    const isWhole = start.length === line.length && spaces.length <= indent + 3;
    if (isWhole && run.startsWith(character) && run.length >= count)
      return {
        kind: 'end',
        text: `${character.repeat(count)}\n`,
        length: spaces.length + run.length + rest.length + breakLength,
      };
    const stripped = Math.min(spaces.length, indent);
    return toCode(text.slice(stripped, line.length + breakLength), line.length + breakLength, mayGoOn);
  }
  return toCode(text.slice(0, line.length + breakLength), line.length + breakLength, mayGoOn);
}

/** The first half of a character that two make waits for the other. */
function toCode(text: string, length: number, mayGoOn: boolean) {
  const isHalf = mayGoOn && /[\ud800-\udbff]$/.test(text);
  if (!isHalf) return { kind: 'code', text, length } as const;
  return text.length === 1 ? 'more' : ({ kind: 'code', text: text.slice(0, -1), length: length - 1 } as const);
}
