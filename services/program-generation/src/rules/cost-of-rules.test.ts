import { countSteps } from '../../test/count-steps.ts';
import { hostileDocuments } from '../../test/hostile-documents.ts';
import { searchWords } from '../program/program-search.ts';
import { checkProgram } from './check-program.ts';
import { checkIds } from './identity.ts';

const today = new Date('2026-11-21T12:00:00.000Z');

const functions = {
  'the rules': (document: Parameters<typeof checkIds>[0]) => checkProgram(document, { today }),
  'the check of ids': (document: Parameters<typeof checkIds>[0]) => [...checkIds(document)],
  'the words to search for': searchWords,
};

const cases = Object.entries(hostileDocuments).flatMap(([shape, build]) =>
  Object.entries(functions).map(([name, run]) => ({ name, shape, build, run })),
);

describe('the work on a document', () => {
  it.each(cases)('grows no faster than the document: $name, $shape', ({ build, run }) => {
    const [half, whole] = [30, 60].map((size) => countSteps(build(size), run));
    expect(whole ?? 0).toBeLessThan((half ?? 0) * 2.2 + 1000);
  });

  it.each(Object.entries(hostileDocuments))('finds no more than a person can be shown: %s', (_, build) => {
    const findings = checkProgram(build(60), { today });
    const ofRule = Map.groupBy(findings, ({ rule, severity }) => `${rule} ${severity}`);
    expect(Math.max(...[...ofRule.values()].map((list) => list.length))).toBeLessThanOrEqual(100);
    expect(JSON.stringify(findings).length).toBeLessThan(4_000_000);
  });
});
