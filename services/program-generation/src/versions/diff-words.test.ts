import type { FieldDiff } from '@lyceum/contracts/program-generation/document-diff';
import fc from 'fast-check';
import { createDiffBudget, diffWords } from './diff-words.ts';

type Part = FieldDiff['parts'][number];

const without = (parts: readonly Part[], op: Part['op']) =>
  parts
    .filter((part) => part.op !== op)
    .map(({ text }) => text)
    .join('');

/** `[-deleted-]{+inserted+}`, as `wdiff` prints it. */
const marked = (before: string, after: string) =>
  diffWords(before, after, createDiffBudget())
    .map(({ op, text }) => ({ equal: text, delete: `[-${text}-]`, insert: `{+${text}+}` })[op])
    .join('');

describe('diffWords', () => {
  it.each([
    ['Изучаются типы.', 'Изучаются новые типы.', 'Изучаются {+новые +}типы.'],
    ['Изучаются типы и классы', 'Изучаются классы', 'Изучаются [-типы и -]классы'],
    ['один два три', 'раз два три', '[-один-]{+раз+} два три'],
    ['один два три', 'раз пара три', '[-один два-]{+раз пара+} три'],
    ['12 часов', '16 часов', '[-12-]{+16+} часов'],
    ['e\u0301cole', 'ecole', '[-e\u0301cole-]{+ecole+}'],
    ['', 'Цель', '{+Цель+}'],
    ['Цель', '', '[-Цель-]'],
    ['первый\nвторой', 'первый\nновый\nвторой', 'первый\n{+новый\n+}второй'],
  ])('marks words of any script: %j → %j', (before, after, expected) => {
    expect(marked(before, after)).toBe(expected);
  });

  it('has no parts for texts of nothing', () => {
    expect(diffWords('', '', createDiffBudget())).toEqual([]);
  });

  it('loses and invents no character, and never has the same kind of part twice in a row', () => {
    const text = fc.array(fc.constantFrom('слово', 'дело', ' ', '  ', '\n', ',', '😀', '.', 'a'), { maxLength: 40 });
    fc.assert(
      fc.property(text, text, (old, now) => {
        const [before, after] = [old.join(''), now.join('')];
        const parts = diffWords(before, after, createDiffBudget());
        expect([without(parts, 'insert'), without(parts, 'delete')]).toEqual([before, after]);
        expect(parts.filter(({ op }, index) => op === parts[index + 1]?.op)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('takes texts for wholly different when they differ too much, and every text once the effort is spent', () => {
    const words = (prefix: string) => Array.from({ length: 20_000 }, (_, index) => `${prefix}${index}`).join(' ');
    expect(diffWords(words('a'), words('b'), createDiffBudget())).toEqual([
      { op: 'delete', text: words('a') },
      { op: 'insert', text: words('b') },
    ]);
    const effort = createDiffBudget();
    while (effort.left > 0) diffWords(words('a'), words('b'), effort);
    expect(diffWords('один два', 'один три', effort)).toEqual([
      { op: 'delete', text: 'один два' },
      { op: 'insert', text: 'один три' },
    ]);
  });
});
