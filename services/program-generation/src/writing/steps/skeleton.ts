import type { ProgramRequest } from '@lyceum/contracts/program-generation/program-request';
import { z } from 'zod';
import { answerFields } from './model-step.ts';

/** What a skeleton may have of each. */
export const max = { modules: 12, outcomes: 16, competences: 10, newTopics: 60, topics: 60, competencesOfOutcome: 20 } as const;

/**
 * What everything else is built on. Numbers are indexes into the lists. Its prompt and its kept step are named `frame`: those names
 * are stored.
 */
export const skeleton = z.object({
  aim: z.string(),
  competences: z.array(z.string()),
  outcomes: z.array(z.object({ text: z.string(), competences: z.array(z.int()) })),
  modules: z.array(
    z.object({
      title: z.string(),
      summary: z.string(),
      /** Its part of the hours beside the others; models give 1 to 5. */
      weight: z.int(),
      outcomes: z.array(z.int()),
      topics: z.array(z.string()),
    }),
  ),
});
export type Skeleton = z.infer<typeof skeleton>;

/** The form in which a model is asked for it. */
export function skeletonAnswer({ language, topics }: ProgramRequest) {
  const field = answerFields(language);
  return z.object({
    aim: field.text('Цель программы, одно-два предложения', 'Aim of the programme, one or two sentences'),
    competences: field.texts(
      'Компетенции; пустой список, если они даны в заявке или не нужны',
      'Competences; an empty list when the order gives them or they are not needed',
      max.competences,
    ),
    outcomes: field.items(
      z.object({
        text: field.text(
          'Что слушатель делает после обучения, с глагола: «настраивает…»',
          'What the learner does afterwards, beginning with a verb: “configures…”',
        ),
        competences: field.numbers('Номера компетенций, которые он формирует', 'Numbers of the competences it forms', 30),
      }),
      'Планируемые результаты',
      'Planned outcomes',
      max.outcomes,
      2,
    ),
    modules: field.items(
      z.object({
        title: field.text('Название модуля', 'Title of the module'),
        summary: field.text('О чём модуль, два-три предложения', 'What the module is about, two or three sentences'),
        weight: field.number(
          'Сколько места модуль занимает в программе: 1 мало, 5 много',
          'How much room the module takes: 1 little, 5 much',
          1,
          5,
        ),
        outcomes: field.numbers('Номера результатов, к которым он ведёт', 'Numbers of the outcomes it leads to', max.outcomes, 1),
        topics: field.numbers('Номера тем заявки в этом модуле', 'Numbers of the ordered topics in this module', topics.length),
        newTopics: field.texts('Названия тем, которых нет в заявке', 'Titles of topics that are not in the order', 10),
      }),
      'Модули по порядку изучения',
      'Modules in the order of study',
      max.modules,
      1,
    ),
  });
}
export type SkeletonAnswer = z.infer<ReturnType<typeof skeletonAnswer>>;
