import type { Answer } from '@lyceum/contracts/courses/question';
import { describeAnswer } from './describe-answer.ts';
import type { FactAnswer } from './fact.ts';

const describeIn = (answer: Answer, order: number[], gaps: number[][] = []) => {
  const fact: FactAnswer = {
    ...{ questionId: 'q', prompt: '', answer, arrangement: { type: answer.type, order, gaps } },
    ...{ points: 0, maxPoints: 1, fraction: 0, right: 'wrong' },
  };
  const { interactionType, response } = describeAnswer(fact);
  return [interactionType, response];
};

it.each<[Answer, number[], string[]]>([
  [{ type: 'single', choice: 0 }, [2, 0, 1], ['choice', 'option-3']],
  [{ type: 'multiple', choices: [0, 2] }, [2, 0, 1], ['choice', 'option-3[,]option-2']],
  [{ type: 'ordering', order: [1, 0] }, [1, 0], ['sequencing', 'item-1[,]item-2']],
  [{ type: 'matching', matches: [1, null, 0] }, [2, 0], ['matching', 'left-1[.]right-1[,]left-3[.]right-3']],
  [{ type: 'short-text', text: 'тип' }, [], ['fill-in', 'тип']],
  [{ type: 'number', text: '3,14' }, [], ['numeric', '3,14']],
])('says %j of what was shown as %j in the order of the author', (answer, order, expected) => {
  expect(describeIn(answer, order)).toEqual(expected);
});

it('says what stands in gaps, the open ones as empty', () => {
  expect(describeIn({ type: 'cloze', gaps: [1, null, 'тип'] }, [], [[1, 0], [], []])).toEqual(['fill-in', 'option-1[,][,]тип']);
});

it('leaves out what was not shown', () => {
  expect(describeIn({ type: 'multiple', choices: [9, 0, 0] }, [0, 1])).toEqual(['choice', 'option-1']);
});
