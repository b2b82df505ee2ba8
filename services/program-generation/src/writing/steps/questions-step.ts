import { createHash } from 'node:crypto';
import type { Locale } from '@lyceum/contracts/shared/fields';
import { z } from 'zod';
import { createRecognizer, toComparisonKey } from '../../text/comparison-key.ts';
import { tidyList } from '../../text/tidy-text.ts';
import {
  type AnswerReview,
  answerFields,
  createAnswerReview,
  defineStep,
  isForeign,
  numbered,
  type ReviewedAnswer,
  toIndexes,
} from './model-step.ts';
import { type ModulePlace, type ModuleTexts, moduleAt } from './module-step.ts';
import { requestWords } from './request-words.ts';

/** Questions as the document has them; outcomes are indexes into those of the skeleton. */
export const writtenQuestion = z.object({
  type: z.enum(['single', 'multiple', 'open', 'task']),
  text: z.string(),
  options: z.array(z.string()),
  key: z.array(z.int()),
  answer: z.string(),
  criterion: z.string(),
  outcomes: z.array(z.int()),
});
export type WrittenQuestion = z.infer<typeof writtenQuestion>;
const moduleQuestions = z.object({ questions: z.array(writtenQuestion) });
type ModuleQuestions = z.infer<typeof moduleQuestions>;

const max = { choices: 8, tasks: 4, right: 4, wrong: 5 } as const;
const minChoices = 3;

export function questionsStep(place: ModulePlace, texts: ModuleTexts) {
  const { request, skeleton } = place;
  const { language } = request;
  const module = moduleAt(place);
  const contents = module.topics.map((title, topic) => [title, ...(texts.topics[topic]?.content ?? [])].join('; '));
  return defineStep({
    prompt: 'questions',
    language,
    variables: {
      ...requestWords(request),
      module: module.title,
      outcomes: numbered(module.outcomes.map((outcome) => skeleton.outcomes[outcome]?.text ?? '')),
      contents: numbered(contents),
    },
    answer: questionsAnswer(language, module.outcomes.length),
    result: moduleQuestions,
    maxOutputTokens: 4000,
    read: (value) => readQuestions(value, language, module.outcomes),
  });
}

/** Right and wrong options apart: a key by numbers is what weak models get wrong most. */
function questionsAnswer(language: Locale, outcomeCount: number) {
  const field = answerFields(language);
  return z.object({
    choice: field.items(
      z.object({
        text: field.text('Вопрос', 'Question'),
        right: field.texts('Верные ответы, чаще один', 'Right answers, usually one', max.right, 1),
        wrong: field.texts(
          'Неверные, но правдоподобные ответы, лучше три',
          'Wrong but plausible answers, three are best',
          max.wrong,
          2,
        ),
        criterion: field.text('За что засчитывается ответ', 'What the answer is credited for'),
        outcomes: field.numbers('Номера проверяемых результатов', 'Numbers of the outcomes it checks', outcomeCount, 1),
      }),
      'Вопросы с выбором ответа',
      'Questions with a choice of answers',
      max.choices,
      minChoices,
    ),
    tasks: taskFields(language, outcomeCount),
  });
}

export function taskFields(language: Locale, outcomeCount: number) {
  const field = answerFields(language);
  return field.items(
    z.object({
      text: field.text('Условие задания', 'The task'),
      answer: field.text('Образец верного выполнения', 'What a right solution looks like'),
      criterion: field.text('Критерий оценки', 'How it is judged'),
      outcomes: field.numbers('Номера проверяемых результатов', 'Numbers of the outcomes it checks', outcomeCount, 1),
    }),
    'Практические задания',
    'Practical tasks',
    max.tasks,
    1,
  );
}
type QuestionsAnswer = z.infer<ReturnType<typeof questionsAnswer>>;
type TaskAnswer = QuestionsAnswer['tasks'][number];

// They mean something else once the options are in another order.
const aboutOtherOptions =
  /вс[её] (?:выше)?перечисленн|нет (?:верного|правильного) ответа|ни один из|all of the above|none of the above/i;

export function readQuestions(
  answer: QuestionsAnswer,
  language: Locale,
  outcomes: readonly number[],
): ReviewedAnswer<ModuleQuestions> {
  const review = createAnswerReview(language);
  const { findings, report, line } = review;
  const isNew = createRecognizer();
  const choices = answer.choice.slice(0, max.choices).flatMap((given, index): WrittenQuestion[] => {
    const text = line(1000)(given.text);
    const number = index + 1;
    const isOwn = isNew(text);
    if (!isOwn) report(`Вопрос ${number} пуст или повторяется.`, `Question ${number} is empty or repeated.`);
    const options = readOptions(given, text, review);
    if (!isOwn || !options) return [];
    return [
      {
        ...options,
        text,
        answer: '',
        criterion: line(500)(given.criterion),
        outcomes: toSkeletonIndexes(given.outcomes, outcomes),
      },
    ];
  });
  const questions = [...choices, ...readTasks(answer.tasks, outcomes, review, isNew)];
  const texts = questions.flatMap(({ text, options }) => [text, ...options]);
  if (isForeign(texts, review)) return { findings, result: null };
  if (choices.length < minChoices) {
    report(
      `Нужно не меньше ${minChoices} верных вопросов с выбором ответа.`,
      `At least ${minChoices} sound questions with a choice of answers are needed.`,
    );
  }
  for (const [index, outcome] of outcomes.entries()) {
    if (questions.some((question) => question.outcomes.includes(outcome))) continue;
    report(`Результат ${index + 1} не проверяется.`, `Outcome ${index + 1} is not checked.`);
  }
  return { findings, result: questions.length > 0 ? { questions } : null };
}

/** Options with their key. Undefined where a choice is not possible, or would be wrong in another order. */
export function readOptions(
  given: { readonly right: readonly string[]; readonly wrong: readonly string[] },
  question: string,
  { report, phrase }: AnswerReview,
): Pick<WrittenQuestion, 'type' | 'options' | 'key'> | undefined {
  const right = tidyList(given.right, phrase(300), max.right);
  const rightTexts = right.map(toComparisonKey);
  const wrong = tidyList(given.wrong, phrase(300), max.wrong).filter((option) => !rightTexts.includes(toComparisonKey(option)));
  const name = question.slice(0, 80);
  if (given.right.length + given.wrong.length > right.length + wrong.length || right.length === 0 || wrong.length === 0) {
    report(`Варианты пусты, повторяются или лишние: «${name}».`, `Options are empty, repeated or too many: “${name}”.`);
  }
  const isClear = ![...right, ...wrong].some((option) => aboutOtherOptions.test(option));
  if (!isClear) report(`Вариант ссылается на другие варианты: «${name}».`, `An option refers to other options: “${name}”.`);
  if (!isClear || right.length === 0 || wrong.length === 0) return undefined;
  const options = shuffled([...right, ...wrong], question);
  const key = right.map((option) => options.indexOf(option)).sort((one, other) => one - other);
  return { type: right.length === 1 ? 'single' : 'multiple', options, key };
}

export function readTasks(
  answers: readonly TaskAnswer[],
  outcomes: readonly number[],
  { report, line }: AnswerReview,
  isNew: (text: string) => boolean,
): WrittenQuestion[] {
  return answers.slice(0, max.tasks).flatMap((given, index): WrittenQuestion[] => {
    const task = { text: line(2000)(given.text), answer: line(2000)(given.answer), criterion: line(800)(given.criterion) };
    const number = index + 1;
    const isOwn = isNew(task.text);
    if (!isOwn) report(`Задание ${number} пусто или повторяется.`, `Task ${number} is empty or repeated.`);
    if (task.answer === '') report(`У задания ${number} нет образца ответа.`, `Task ${number} has no model answer.`);
    if (!isOwn || task.answer === '') return [];
    return [{ type: 'task', ...task, options: [], key: [], outcomes: toSkeletonIndexes(given.outcomes, outcomes) }];
  });
}

/** What a model was shown as 1, 2, 3 are these outcomes of the skeleton; a question about none of them is about the first. */
function toSkeletonIndexes(numbers: readonly number[], outcomes: readonly number[]): number[] {
  const indexes = toIndexes(numbers, outcomes.length);
  return (indexes.length > 0 ? indexes : [0]).flatMap((index) => outcomes[index] ?? []);
}

/** In an order that depends on the texts alone, so that the right ones are not always first and nothing is random. */
function shuffled(options: readonly string[], question: string): string[] {
  const place = (option: string) => createHash('sha256').update(`${question}\n${option}`).digest('hex');
  return [...options].sort((one, other) => (place(one) < place(other) ? -1 : 1));
}
