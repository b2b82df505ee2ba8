import { type QuestionContent, questionContent } from '@lyceum/contracts/courses/question';
import type { z } from 'zod';
import type { Arrangement } from '../quiz-engine/create-arrangement.ts';
import { createKey } from '../quiz-engine/create-key.ts';
import { gradeAnswer } from '../quiz-engine/grade-answer.ts';
import { fitVersion } from './fit-version.ts';

type Answering = z.input<typeof questionContent>['answering'];

const toContent = (answering: Answering, points = 1): QuestionContent => {
  const gaps = answering.type === 'cloze' ? answering.gaps.map((_, index) => `{{${index + 1}}}`).join(' ') : '';
  return questionContent.parse({ title: '', prompt: `Что? ${gaps}`, answering, points });
};

const options = (percents: Record<string, number>) => Object.entries(percents).map(([text, percent]) => ({ text, percent }));
const single = (percents: Record<string, number>) => ({ type: 'single' as const, options: options(percents) });
const ordering = (...items: string[]) => ({ type: 'ordering' as const, items });
const matching = (pairs: Record<string, string>, distractors: string[] = []) => ({
  type: 'matching' as const,
  pairs: Object.entries(pairs).map(([left, right]) => ({ left, right })),
  distractors,
});
const number = (value: number) => ({ type: 'number' as const, accepted: [{ value, tolerance: 0, percent: 100 }] });
const shortText = (text: string) => ({ type: 'short-text' as const, accepted: [{ text, percent: 100 }] });
const cloze = (...gaps: Extract<Answering, { type: 'cloze' }>['gaps']) => ({ type: 'cloze' as const, gaps });

const shown = (type: Arrangement['type'], order: number[] = [], gaps: number[][] = []): Arrangement => ({ type, order, gaps });

describe('a later version of a question', () => {
  it.each<[string, Answering, Answering, Arrangement, unknown]>([
    ['another right option', single({ а: 100, б: 0 }), single({ а: 0, б: 100 }), shown('single', [1, 0]), { choice: 0 }],
    [
      'options in another order',
      single({ а: 100, б: 0, в: 0 }),
      single({ в: 0, б: 100, а: 0 }),
      shown('single', [2, 0, 1]),
      { choice: 2 },
    ],
    [
      'an option written rightly',
      single({ дам: 100, лес: 0 }),
      single({ лес: 0, дом: 100 }),
      shown('single', [1, 0]),
      { choice: 1 },
    ],
    [
      'another order of items',
      ordering('один', 'три', 'два'),
      ordering('один', 'два', 'три'),
      shown('ordering', [2, 1, 0]),
      { order: [2, 0, 1] },
    ],
    [
      'right sides that belong to others',
      matching({ кот: 'лает', пёс: 'мяукает' }, ['поёт']),
      matching({ пёс: 'лает', кот: 'мяукает' }, ['поёт']),
      shown('matching', [2, 1, 0]),
      { matches: [1, 2] },
    ],
    [
      'a right side written rightly',
      matching({ кот: 'мяукаит', пёс: 'лает' }),
      matching({ кот: 'мяукает', пёс: 'лает' }),
      shown('matching', [1, 0]),
      { matches: [1, 0] },
    ],
    ['another number', number(4), number(5), shown('number'), { text: '5' }],
    ['another word', shortText('дам'), shortText('дом'), shown('short-text'), { text: 'дом' }],
    [
      'another option in a gap',
      cloze(single({ а: 100, б: 0 }), number(1)),
      cloze(single({ б: 100, а: 0 }), number(2)),
      shown('cloze', [], [[1, 0], []]),
      { gaps: [0, '2'] },
    ],
  ])('is put into the places that were shown: %s', (_, before, after, arrangement, key) => {
    const fitted = fitVersion(toContent(before), toContent(after), arrangement);
    if (!fitted) throw new Error('it fits');
    const right = createKey(fitted.content, fitted.arrangement);
    expect(right).toMatchObject(key as object);
    expect(gradeAnswer(fitted.content, fitted.arrangement, right, { wrongPercent: 0 }).right).toBe('right');
  });

  it.each<[string, Answering, Answering]>([
    ['another type', single({ а: 100, б: 0 }), { type: 'multiple', options: options({ а: 50, б: 50 }) }],
    ['one more option', single({ а: 100, б: 0 }), single({ а: 100, б: 0, в: 0 })],
    ['one item less', ordering('один', 'два', 'три'), ordering('один', 'два')],
    ['one more pair', matching({ кот: 'мяукает', пёс: 'лает' }), matching({ кот: 'мяукает', пёс: 'лает', конь: 'ржёт' })],
    ['one distractor less', matching({ кот: 'мяукает', пёс: 'лает' }, ['поёт']), matching({ кот: 'мяукает', пёс: 'лает' })],
    ['a number for a word', shortText('два'), number(2)],
    ['one more gap', cloze(number(1)), cloze(number(1), number(2))],
    ['a gap of another type', cloze(number(1)), cloze(shortText('один'))],
    ['one more option in a gap', cloze(single({ а: 100, б: 0 })), cloze(single({ а: 100, б: 0, в: 0 }))],
  ])('fits no answer to the version before: %s', (_, before, after) => {
    expect(fitVersion(toContent(before), toContent(after), shown(before.type, [0, 1, 2], [[0, 1]]))).toBeNull();
  });

  it('is worth what the question was worth', () => {
    const fitted = fitVersion(toContent(number(1), 3), toContent(number(2), 7), shown('number'));
    expect(fitted?.content.points).toBe(3);
  });
});
