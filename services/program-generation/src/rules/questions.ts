import type { ProgramDocument, ProgramQuestion } from '@lyceum/contracts/program-generation/program-document';
import type { Localized } from '../norms/norms-shape.ts';
import { repetitions, toComparisonKey } from '../text/comparison-key.ts';
import type { Fix, Issue, RuleContext } from './issue.ts';

/** P10: every question can be asked and assessed, and tests have a passing score. */
export function* checkMaterials(document: ProgramDocument, { norms }: RuleContext): Generator<Issue> {
  const { questions, passingPercent } = document;
  if (passingPercent === null && questions.some(isTest)) {
    yield broken('/passingPercent', { ru: 'Не указан проходной балл тестов.', en: 'The tests have no passing score.' }, () => ({
      title: { ru: `Указать ${norms.passingPercent} %`, en: `Set ${norms.passingPercent}%` },
      operations: [{ op: 'replace', path: '/passingPercent', value: norms.passingPercent }],
    }));
  }
  for (const [index, question] of questions.entries()) {
    const pointer = `/questions/${index}`;
    yield* isTest(question) ? checkTest(question, pointer) : checkAssignment(question, pointer);
  }
  const isNeeded = neededBy(document);
  for (const index of repetitions(questions.map(({ text }) => toComparisonKey(text)))) {
    const pointer = `/questions/${index}`;
    yield broken(
      `${pointer}/text`,
      { ru: `Вопрос ${index + 1} повторяет один из предыдущих.`, en: `Question ${index + 1} repeats one before it.` },
      () => (isNeeded(questions[index]) ? undefined : removeQuestion(pointer)),
    );
  }
}

function isTest({ type }: ProgramQuestion): boolean {
  return type === 'single' || type === 'multiple';
}

/** Tells whether an outcome would not be checked without a question. */
function neededBy({ questions, finalAssessment }: ProgramDocument): (question?: ProgramQuestion) => boolean {
  const checks = new Map<string, number>();
  for (const { outcomes } of questions) for (const id of new Set(outcomes)) checks.set(id, (checks.get(id) ?? 0) + 1);
  const atTheEnd = new Set(finalAssessment.outcomes);
  return (question) => question?.outcomes.some((id) => checks.get(id) === 1 && !atTheEnd.has(id)) ?? false;
}

function removeQuestion(pointer: string): Fix {
  return { title: { ru: 'Убрать вопрос', en: 'Remove the question' }, operations: [{ op: 'remove', path: pointer }] };
}

function* checkTest(question: ProgramQuestion, pointer: string): Generator<Issue> {
  const { type, options, key } = question;
  if (options.length < 2) {
    yield broken(`${pointer}/options`, { ru: 'Вариантов ответа меньше двух.', en: 'There are fewer than two options.' });
  }
  for (const index of repetitions(options.map(toComparisonKey))) {
    yield broken(
      `${pointer}/options/${index}`,
      { ru: 'Вариант ответа повторяется.', en: 'The option repeats another one.' },
      options.length > 2 ? () => removeOption(question, index, pointer) : undefined,
    );
  }
  const removeKey = (index: number) => (): Fix | undefined =>
    key.length > 1
      ? { title: { ru: 'Убрать ключ', en: 'Remove the key' }, operations: [{ op: 'remove', path: `${pointer}/key/${index}` }] }
      : undefined;
  for (const [index, option] of key.entries()) {
    const path = `${pointer}/key/${index}`;
    if (option >= options.length)
      yield broken(path, { ru: 'Ключ указывает на вариант, которого нет.', en: 'The key leads to no option.' }, removeKey(index));
    else if (key.indexOf(option) < index)
      yield broken(path, { ru: 'Ключ повторяется.', en: 'The key is repeated.' }, removeKey(index));
  }
  const keys = new Set(key).size;
  if (type === 'single' && keys !== 1) {
    yield broken(`${pointer}/key`, {
      ru: 'У вопроса должен быть ровно один верный ответ.',
      en: 'The question must have exactly one right answer.',
    });
  }
  if (type === 'multiple' && keys === 0) {
    yield broken(`${pointer}/key`, { ru: 'У вопроса нет верного ответа.', en: 'The question has no right answer.' });
  }
}

/** The key of the option that goes passes to the one it repeats. */
function removeOption({ options, key }: ProgramQuestion, index: number, pointer: string): Fix {
  const same = options.findIndex((option) => toComparisonKey(option) === toComparisonKey(options[index] ?? ''));
  const moved = key.map((option) => (option === index ? same : option > index ? option - 1 : option));
  return {
    title: { ru: 'Убрать вариант', en: 'Remove the option' },
    operations: [
      { op: 'remove', path: `${pointer}/options/${index}` },
      { op: 'replace', path: `${pointer}/key`, value: [...new Set(moved)] },
    ],
  };
}

function* checkAssignment({ options, key, answer, criterion }: ProgramQuestion, pointer: string): Generator<Issue> {
  if (answer === '' && criterion === '') {
    yield broken(pointer, {
      ru: 'Нет ни ожидаемого ответа, ни критерия оценки.',
      en: 'There is neither an expected answer nor a criterion.',
    });
  }
  if (options.length > 0 || key.length > 0) {
    yield {
      rule: 'P10',
      severity: 'warning',
      pointer: `${pointer}/options`,
      message: { ru: 'У вопроса без выбора есть варианты ответа.', en: 'A question without a choice has options.' },
      fix: () => ({
        title: { ru: 'Убрать варианты', en: 'Remove the options' },
        operations: [
          { op: 'replace', path: `${pointer}/options`, value: [] },
          { op: 'replace', path: `${pointer}/key`, value: [] },
        ],
      }),
    };
  }
}

function broken(pointer: string, message: Localized, fix?: Issue['fix']): Issue {
  return { rule: 'P10', severity: 'error', pointer, message, fix };
}
