import { createHash } from 'node:crypto';
import type { Locale } from '@lyceum/contracts/fields';
import { z } from 'zod';
import { answerFields, defineStep, indexesOf, numbered, type Reading } from './model-step.ts';
import { type ModulePlace, type ModuleTexts, moduleAt } from './module-step.ts';
import { orderWords } from './order-words.ts';
import { sameText, tidyLine, tidyList, tidyPhrase } from './tidy-text.ts';
import { isWrittenIn } from './written-in.ts';

/** Questions as the document has them; outcomes are indexes into those of the frame. */
export const writtenQuestion = z.object({
  type: z.enum(['single', 'multiple', 'task']),
  text: z.string(),
  options: z.array(z.string()),
  key: z.array(z.int()),
  answer: z.string(),
  criterion: z.string(),
  outcomes: z.array(z.int()),
});
export type WrittenQuestion = z.infer<typeof writtenQuestion>;
export const moduleQuestions = z.object({ questions: z.array(writtenQuestion) });
type ModuleQuestions = z.infer<typeof moduleQuestions>;

const most = { choices: 8, tasks: 4, right: 4, wrong: 5 } as const;
const fewestChoices = 3;

export function questionsStep(place: ModulePlace, texts: ModuleTexts) {
  const { request, frame } = place;
  const { language } = request;
  const module = moduleAt(place);
  const contents = module.topics.map((title, topic) => [title, ...(texts.topics[topic]?.content ?? [])].join('; '));
  return defineStep({
    prompt: 'questions',
    language,
    variables: {
      ...orderWords(request),
      module: module.title,
      outcomes: numbered(module.outcomes.map((outcome) => frame.outcomes[outcome]?.text ?? '')),
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
        right: field.texts('Верные ответы, чаще один', 'Right answers, usually one', most.right, 1),
        wrong: field.texts(
          'Неверные, но правдоподобные ответы, лучше три',
          'Wrong but plausible answers, three are best',
          most.wrong,
          2,
        ),
        criterion: field.text('За что засчитывается ответ', 'What the answer is credited for'),
        outcomes: field.numbers('Номера проверяемых результатов', 'Numbers of the outcomes it checks', outcomeCount, 1),
      }),
      'Вопросы с выбором ответа',
      'Questions with a choice of answers',
      most.choices,
      fewestChoices,
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
    most.tasks,
    1,
  );
}
type QuestionsAnswer = z.infer<ReturnType<typeof questionsAnswer>>;
type TaskAnswer = QuestionsAnswer['tasks'][number];

// They mean something else once the options are in another order.
const aboutOtherOptions =
  /вс[её] (?:выше)?перечисленн|нет (?:верного|правильного) ответа|ни один из|all of the above|none of the above/i;

export function readQuestions(answer: QuestionsAnswer, language: Locale, outcomes: readonly number[]): Reading<ModuleQuestions> {
  const findings: string[] = [];
  const say = (ru: string, en: string) => void findings.push({ ru, en }[language]);
  const isNew = createRecognizer();

  const choices = answer.choice.slice(0, most.choices).flatMap((given, index): WrittenQuestion[] => {
    const text = tidyLine(given.text, 1000, language);
    const option = (value: string) => tidyPhrase(value, 300, language);
    const right = tidyList(given.right, option, most.right);
    const wrong = tidyList(given.wrong, option, most.wrong).filter((value) => !right.map(sameText).includes(sameText(value)));
    const isWhole =
      right.length > 0 && wrong.length > 0 && given.right.length + given.wrong.length === right.length + wrong.length;
    const number = index + 1;
    if (!isWhole)
      say(`В вопросе ${number} варианты пусты или повторяются.`, `Options of question ${number} are empty or repeated.`);
    const isClear = ![...right, ...wrong].some((value) => aboutOtherOptions.test(value));
    if (!isClear) {
      say(
        `В вопросе ${number} вариант ссылается на другие варианты.`,
        `An option of question ${number} refers to other options.`,
      );
    }
    const isOwn = isNew(text);
    if (!isOwn) say(`Вопрос ${number} пуст или повторяется.`, `Question ${number} is empty or repeated.`);
    if (right.length === 0 || wrong.length === 0 || !isClear || !isOwn) return [];
    const options = shuffled([...right, ...wrong], text);
    return [
      {
        type: right.length === 1 ? 'single' : 'multiple',
        text,
        options,
        key: right.map((value) => options.indexOf(value)).sort((one, other) => one - other),
        answer: '',
        criterion: tidyLine(given.criterion, 500, language),
        outcomes: ofFrame(given.outcomes, outcomes),
      },
    ];
  });
  const questions = [...choices, ...readTasks(answer.tasks, outcomes, { language, say, isNew })];
  if (
    !isWrittenIn(
      language,
      questions.flatMap(({ text, options }) => [text, ...options]),
    )
  ) {
    return { findings: [{ ru: 'Пиши по-русски.', en: 'Write in English.' }[language]], result: null };
  }
  if (choices.length < fewestChoices) {
    say(
      `Нужно не меньше ${fewestChoices} верных вопросов с выбором ответа.`,
      `At least ${fewestChoices} sound questions with a choice of answers are needed.`,
    );
  }
  for (const [index, outcome] of outcomes.entries()) {
    if (questions.some((question) => question.outcomes.includes(outcome))) continue;
    say(`Результат ${index + 1} не проверяется.`, `Outcome ${index + 1} is not checked.`);
  }
  return { findings, result: questions.length > 0 ? { questions } : null };
}

interface TaskReader {
  readonly language: Locale;
  readonly say: (ru: string, en: string) => void;
  readonly isNew: (text: string) => boolean;
}

export function readTasks(answers: readonly TaskAnswer[], outcomes: readonly number[], reader: TaskReader): WrittenQuestion[] {
  const { language, say, isNew } = reader;
  return answers.slice(0, most.tasks).flatMap((given, index): WrittenQuestion[] => {
    const task = {
      text: tidyLine(given.text, 2000, language),
      answer: tidyLine(given.answer, 2000, language),
      criterion: tidyLine(given.criterion, 800, language),
    };
    const number = index + 1;
    const isOwn = isNew(task.text);
    if (!isOwn) say(`Задание ${number} пусто или повторяется.`, `Task ${number} is empty or repeated.`);
    if (task.answer === '') say(`У задания ${number} нет образца ответа.`, `Task ${number} has no model answer.`);
    if (!isOwn || task.answer === '') return [];
    return [{ type: 'task', ...task, options: [], key: [], outcomes: ofFrame(given.outcomes, outcomes) }];
  });
}

/** True for a text the first time it comes. */
export function createRecognizer(): (text: string) => boolean {
  const known = new Set(['']);
  return (text) => known.size < known.add(sameText(text)).size;
}

/** What a model was shown as 1, 2, 3 are these outcomes of the frame; a question about none of them is about the first. */
function ofFrame(numbers: readonly number[], outcomes: readonly number[]): number[] {
  const indexes = indexesOf(numbers, outcomes.length);
  return (indexes.length > 0 ? indexes : [0]).flatMap((index) => outcomes[index] ?? []);
}

/** In an order that depends on the texts alone, so that the right ones are not always first and nothing is random. */
function shuffled(options: readonly string[], question: string): string[] {
  const place = (option: string) => createHash('sha256').update(`${question}\n${option}`).digest('hex');
  return [...options].sort((one, other) => (place(one) < place(other) ? -1 : 1));
}
