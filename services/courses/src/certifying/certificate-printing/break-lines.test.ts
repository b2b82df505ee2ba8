import fc from 'fast-check';
import { breakLines } from './break-lines.ts';

/** As if each letter were as wide as the others. */
const width = (text: string) => text.length;

it.each([
  ['words that fit', 'a quick fox', 11, ['a quick fox']],
  ['words that do not, in lines of about the same width', 'one two three four five six', 23, ['one two three', 'four five six']],
  ['a word longer than a line', 'abcdefgh', 3, ['abc', 'def', 'gh']],
  ['nothing', '', 3, []],
])('breaks %s', (_, text, room, lines) => {
  expect(breakLines(text, { room, width })).toEqual(lines);
});

it('keeps each letter, in lines no wider than the room', () => {
  const text = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 40 }).map((words) => words.join(' '));
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 60 }), (words, room) => {
      const lines = breakLines(words, { room, width });
      expect(lines.join('').replaceAll(' ', '')).toBe(words.replaceAll(' ', ''));
      expect(lines.filter((line) => line.length > room)).toEqual([]);
    }),
  );
});
