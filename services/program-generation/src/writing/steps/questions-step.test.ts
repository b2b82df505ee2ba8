import { readQuestions } from './questions-step.ts';

const choice = {
  text: 'Какой способ подходит для проверки данных на границе программы?',
  right: ['проверка по схеме'],
  wrong: ['проверка типов при сборке', 'проверка не требуется', 'проверка вручную'],
  criterion: 'Назван способ, который действует во время работы.',
  outcomes: [1],
};
const choices = ['первом', 'втором', 'третьем'].map((word) => ({ ...choice, text: `${choice.text} На ${word} примере.` }));
const task = {
  text: 'Опишите схему ответа сервиса.',
  answer: 'Схема с обязательными полями.',
  criterion: 'Схема полна.',
  outcomes: [2],
};
const validAnswer = { choice: choices, tasks: [task] };

const read = (changes: Partial<typeof validAnswer>) => readQuestions({ ...validAnswer, ...changes }, 'ru', [4, 7]);

describe('questions', () => {
  it('have a key that leads to the right options, wherever they stand', () => {
    const { findings, result } = read({ choice: [...choices, { ...choice, right: ['по схеме', 'по образцу'] }] });
    expect(findings).toEqual([]);
    const questions = result?.questions ?? [];
    expect(questions.map(({ type }) => type)).toEqual(['single', 'single', 'single', 'multiple', 'task']);
    for (const { key, options } of questions.slice(0, 3)) expect(key.map((index) => options[index])).toEqual(choice.right);
    expect(questions[3]?.key.map((index) => questions[3]?.options[index]).toSorted()).toEqual(['по образцу', 'по схеме']);
    expect(new Set(questions.flatMap(({ key }) => key)).size).toBeGreaterThan(1);
    expect(questions.at(-1)).toMatchObject({ outcomes: [7], answer: task.answer, options: [] });
    expect(read({ choice: choices }).result).toEqual(read({ choice: choices }).result);
  });

  it('keep options that differ in a sign alone', () => {
    const { findings, result } = read({ choice: [...choices, { ...choice, right: ['−1'], wrong: ['1', 'x < 1', 'x > 1'] }] });
    expect(findings).toEqual([]);
    expect(result?.questions[3]?.options.toSorted()).toEqual(['1', 'x < 1', 'x > 1', '−1']);
  });

  it.each<[string, Partial<typeof validAnswer>]>([
    ['options repeat', { choice: [...choices, { ...choice, wrong: ['Проверка  по схеме', 'проверка вручную'] }] }],
    ['nothing is right', { choice: [...choices, { ...choice, right: [] }] }],
    ['nothing is wrong', { choice: [...choices, { ...choice, wrong: [] }] }],
    ['an option is about the others', { choice: [...choices, { ...choice, wrong: ['все перечисленные'] }] }],
    ['a question repeats', { choice: [...choices, ...choices.slice(1)] }],
    ['a task has no model answer', { tasks: [task, { ...task, text: 'Ещё одно задание', answer: '' }] }],
    ['an outcome is not checked', { tasks: [] }],
    ['there are few', { choice: choices.slice(1) }],
  ])('are told of when %s, and the rest is taken', (_what, changes) => {
    const { findings, result } = read(changes);
    expect(findings).not.toEqual([]);
    expect(result?.questions.length).toBeGreaterThan(0);
    for (const { type, options, key } of result?.questions ?? []) {
      expect(new Set(options.map((option) => option.toLowerCase())).size).toBe(options.length);
      if (type !== 'task') expect([key.length > 0, key.length < options.length]).toEqual([true, true]);
    }
  });

  it('are of no use when none is left, or in another language', () => {
    expect(read({ choice: [], tasks: [] }).result).toBeNull();
    const english = choices.map((each) => ({
      ...each,
      text: `${each.text.length}. Which of the ways fits best and why is that?`,
    }));
    expect(
      read({ choice: english.map((each) => ({ ...each, right: ['the first way'], wrong: ['another way'] })), tasks: [] }).result,
    ).toBeNull();
  });
});
