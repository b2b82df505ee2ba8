import { splitCharacters } from './printable-text.ts';

interface Measure {
  readonly room: number;
  width(text: string): number;
}

/** Breaks text between words, and anywhere in a word that is longer than a line. */
function fillLines(text: string, { room, width }: Measure): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  const append = (piece: string, gap: string) => {
    const joint = line === '' ? '' : gap;
    const added = width(joint) + width(piece);
    if (line !== '' && used + added > room) {
      lines.push(line);
      line = piece;
      used = width(piece);
    } else {
      line += joint + piece;
      used += added;
    }
  };
  for (const word of text.split(' ')) {
    if (width(word) <= room) append(word, ' ');
    else for (const [index, character] of splitCharacters(word).entries()) append(character, index === 0 ? ' ' : '');
  }
  return line === '' ? lines : [...lines, line];
}

/** As few lines as there can be, of about the same width. */
export function breakLines(text: string, { room, width }: Measure): string[] {
  const filled = fillLines(text, { room, width });
  let [narrow, wide] = [room / filled.length / 2, room];
  let lines = filled;
  for (let step = 0; step < 6 && filled.length > 1; step += 1) {
    const middle = (narrow + wide) / 2;
    const tried = fillLines(text, { room: middle, width });
    if (tried.length > filled.length) narrow = middle;
    else [wide, lines] = [middle, tried];
  }
  return lines;
}
