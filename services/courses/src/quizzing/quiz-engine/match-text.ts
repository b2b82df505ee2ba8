/** Tells whether a typed text is what was accepted: spaces are as good as one, `*` stands for any text, `\*` for an asterisk. */
export function matchText(typed: string, accepted: string, { caseSensitive }: { caseSensitive: boolean }): boolean {
  const text = toComparable(typed, caseSensitive);
  const parts = toComparable(accepted, caseSensitive)
    .split(/(?<!\\)\*/)
    .map((part) => part.replaceAll('\\*', '*'));
  const [first = '', ...others] = parts;
  const last = others.pop();
  if (last === undefined) return text === first;
  const end = text.length - last.length;
  if (first.length > end || !text.startsWith(first) || !text.endsWith(last)) return false;
  let place = first.length;
  for (const part of others) {
    const found = text.indexOf(part, place);
    if (found === -1) return false;
    place = found + part.length;
  }
  return place <= end;
}

/** Upper case first, since some letters have several lower ones. */
function toComparable(text: string, caseSensitive: boolean): string {
  const line = text.normalize('NFC').replace(/\s+/g, ' ').trim();
  return caseSensitive ? line : line.toUpperCase().toLowerCase().normalize('NFC').replaceAll('ё', 'е');
}
