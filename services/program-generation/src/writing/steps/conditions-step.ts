import type { Context } from '@lyceum/common/context';
import type { ProgramRequest } from '@lyceum/contracts/program-generation/program-request';
import { z } from 'zod';
import { finalForm } from '../../hours/final-form.ts';
import { norms } from '../../norms/norms.ts';
import { createRecognizer } from '../../text/comparison-key.ts';
import { tidyList } from '../../text/tidy-text.ts';
import {
  answerFields,
  createAnswerReview,
  defineStep,
  isForeign,
  numbered,
  type ReviewedAnswer,
  toIndexes,
} from './model-step.ts';
import { readTasks, taskFields, writtenQuestion } from './questions-step.ts';
import { requestWords } from './request-words.ts';
import type { Skeleton } from './skeleton.ts';

const sourceTypes = ['book', 'article', 'law'] as const;

/** What belongs to the whole programme. */
export const conditionsTexts = z.object({
  staff: z.array(z.string()),
  facilities: z.array(z.string()),
  methods: z.array(z.string()),
  software: z.array(z.string()),
  finalCriteria: z.array(z.string()),
  finalTasks: z.array(writtenQuestion),
  sources: z.array(
    z.object({
      type: z.enum(sourceTypes),
      authors: z.array(z.string()),
      title: z.string(),
      publication: z.string(),
      year: z.int(),
      extent: z.string(),
      /** Indexes of the modules that use it. */
      modules: z.array(z.int()),
    }),
  ),
});
export type ConditionsTexts = z.infer<typeof conditionsTexts>;

export const noConditions: ConditionsTexts = {
  staff: [],
  facilities: [],
  methods: [],
  software: [],
  finalCriteria: [],
  finalTasks: [],
  sources: [],
};

const max = { entries: 8, criteria: 8, sources: 12 } as const;
const lists = ['staff', 'facilities', 'methods', 'software'] as const;

interface WholeProgram {
  readonly request: ProgramRequest;
  readonly skeleton: Skeleton;
  /** Day on which no later source can be named. */
  readonly now: Context['now'];
}

export function conditionsStep({ request, skeleton, now }: WholeProgram) {
  const { language } = request;
  return defineStep({
    prompt: 'conditions',
    language,
    variables: {
      ...requestWords(request),
      aim: skeleton.aim,
      modules: numbered(skeleton.modules.map(({ title, topics }) => `${title}: ${topics.join('; ')}`)),
      outcomes: numbered(skeleton.outcomes.map(({ text }) => text)),
      finalForm: norms.finalForms[finalForm(request)][language],
    },
    answer: conditionsAnswer(request, skeleton),
    result: conditionsTexts,
    maxOutputTokens: 5000,
    read: (value) => readConditions(value, { request, skeleton, now }),
  });
}

function conditionsAnswer({ language }: ProgramRequest, skeleton: Skeleton) {
  const field = answerFields(language);
  const entries = (ru: string, en: string) => field.texts(ru, en, max.entries, 1);
  return z.object({
    staff: entries('Кто преподаёт: образование, опыт', 'Who teaches: education, experience'),
    facilities: entries('Помещения и оборудование', 'Rooms and equipment'),
    methods: entries('Образовательные технологии и методические материалы', 'Methods of teaching and materials for it'),
    software: entries('Программное обеспечение и информационные ресурсы', 'Software and information resources'),
    finalCriteria: field.texts('Критерии итоговой аттестации', 'Criteria of the final assessment', max.criteria, 2),
    finalTasks: taskFields(language, skeleton.outcomes.length),
    sources: field.items(
      z.object({
        type: z.enum(sourceTypes).meta({
          description: {
            ru: 'book – книга, article – статья, law – нормативный акт',
            en: 'book, article, or law for a legal act',
          }[language],
        }),
        authors: field.texts('Авторы: «Фамилия И. О.»', 'Authors: “Surname A. B.”', 5),
        title: field.text('Название', 'Title'),
        publication: field.text(
          'Книга: город и издательство; статья: журнал; акт: где опубликован',
          'Book: place and publisher; article: journal; act: where it is published',
        ),
        year: field.number('Год издания', 'Year of publication', 1900, 2100),
        extent: field.text('Страницы или их число, номер выпуска', 'Pages or their count, number of the issue'),
        modules: field.numbers('Номера модулей, где он нужен', 'Numbers of the modules that need it', skeleton.modules.length),
      }),
      'Источники, которые точно существуют',
      'Sources that certainly exist',
      max.sources,
    ),
  });
}
type ConditionsAnswer = z.infer<ReturnType<typeof conditionsAnswer>>;

function readConditions(answer: ConditionsAnswer, { request, skeleton, now }: WholeProgram): ReviewedAnswer<ConditionsTexts> {
  const review = createAnswerReview(request.language);
  const { findings, report, line, phrase } = review;

  const [staff = [], facilities = [], methods = [], software = []] = lists.map((name) =>
    tidyList(answer[name], line(1000), max.entries),
  );
  if (isForeign([...staff, ...facilities, ...methods, ...software], review)) return { findings, result: null };
  if ([staff, facilities, methods, software].some(({ length }) => length === 0)) {
    report(
      'Заполни все условия: staff, facilities, methods, software.',
      'Fill in all conditions: staff, facilities, methods, software.',
    );
  }
  const finalCriteria = tidyList(answer.finalCriteria, phrase(500), max.criteria);
  if (finalCriteria.length === 0) report('Нет критериев итоговой аттестации.', 'The final assessment has no criteria.');
  const finalTasks = readTasks(answer.finalTasks, [...skeleton.outcomes.keys()], review, createRecognizer());
  if (finalTasks.length === 0) report('Нет заданий итоговой аттестации.', 'The final assessment has no tasks.');

  const isNew = createRecognizer();
  const sources = answer.sources.slice(0, max.sources).flatMap((given): ConditionsTexts['sources'] => {
    const title = phrase(400)(given.title);
    const isPossible = Number.isInteger(given.year) && given.year >= 1800 && given.year <= now().getUTCFullYear();
    if (!isPossible) report(`Год источника «${title}» невозможен.`, `The year of the source “${title}” is impossible.`);
    if (!isPossible || !isNew(title)) return [];
    const modules = toIndexes(given.modules, skeleton.modules.length);
    return [
      {
        type: given.type,
        authors: tidyList(given.authors, line(100), 5),
        title,
        publication: phrase(300)(given.publication),
        year: given.year,
        extent: line(100)(given.extent),
        modules: modules.length > 0 ? modules : [...skeleton.modules.keys()],
      },
    ];
  });
  const usable = staff.length + facilities.length + methods.length + software.length > 0;
  return {
    findings,
    result: usable ? { staff, facilities, methods, software, finalCriteria, finalTasks, sources } : null,
  };
}
