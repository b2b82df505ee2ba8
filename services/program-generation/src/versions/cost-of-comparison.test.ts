import type { ProgramDocument } from '@lyceum/contracts/program-generation/program-document';
import { countSteps } from '../../test/count-steps.ts';
import { buildDocument } from '../../test/documents.ts';
import { hostileDocuments } from '../../test/hostile-documents.ts';
import { diffDocuments } from './diff-documents.ts';
import { createDiffBudget, diffWords } from './diff-words.ts';

/** Pairs of texts of `size` words that are hard to compare. */
const hostileTexts: Readonly<Record<string, (size: number) => [string, string]>> = {
  'one word again and again': (size) => ['а '.repeat(size), `${'а '.repeat(size / 2)}б ${'а '.repeat(size / 2 - 1)}`],
  'marks alone': (size) => [',.'.repeat(size), '.,'.repeat(size)],
  'two words in turns': (size) => ['а б '.repeat(size / 2), 'б а '.repeat(size / 2)],
  'few words in another order': (size) => ['а б в г д '.repeat(size / 5), 'д в а г б '.repeat(size / 5)],
  'nothing in common': (size) => ['а '.repeat(size), 'б '.repeat(size)],
};

describe('the work of a comparison', () => {
  it.each(Object.entries(hostileTexts))('stays within its bound for texts with %s', (_, build) => {
    const effort = createDiffBudget();
    const max = effort.left;
    for (let text = 0; text < 20; text += 1) {
      const [before, after] = build(20_000);
      const parts = diffWords(before, after, effort);
      expect(parts.flatMap(({ op, text }) => (op === 'insert' ? [] : text)).join('')).toBe(before);
      expect(parts.flatMap(({ op, text }) => (op === 'delete' ? [] : text)).join('')).toBe(after);
    }
    expect(max - effort.left).toBeLessThan(max * 1.1);
  });

  it.each(Object.entries(hostileDocuments))('grows no faster than the documents: %s', (_, build) => {
    const [half, whole] = [30, 60].map((size) => {
      const empty = buildDocument({ modules: 1, topicsPerModule: 1 });
      const pairs: [ProgramDocument, ProgramDocument][] = [
        [build(size), empty],
        [empty, build(size)],
        [build(size), { ...build(size), aim: 'Другая цель.' }],
      ];
      return countSteps(pairs, (watched) => watched.map(([before, after]) => diffDocuments(before, after, 'ru')));
    });
    expect(whole ?? 0).toBeLessThan((half ?? 0) * 2.2 + 1000);
  });
});
