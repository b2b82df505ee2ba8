import type { ProgramRequest } from '@lyceum/contracts/program-generation/program-request';
import { z } from 'zod';
import { finalHours, mostModules } from '../../hours/plan-hours.ts';
import { norms } from '../../norms/norms.ts';
import { answerFields, defineStep, numbered } from './model-step.ts';
import { nothing, orderWords } from './order-words.ts';
import { most, orderedCompetences, readFrame } from './read-frame.ts';

/** What everything else is built on. Numbers are indexes into the lists. */
export const frame = z.object({
  aim: z.string(),
  competences: z.array(z.string()),
  outcomes: z.array(z.object({ text: z.string(), competences: z.array(z.int()) })),
  modules: z.array(
    z.object({
      title: z.string(),
      summary: z.string(),
      /** Its part of the hours beside the others, 1 to 5. */
      weight: z.int(),
      outcomes: z.array(z.int()),
      topics: z.array(z.string()),
    }),
  ),
});
export type Frame = z.infer<typeof frame>;

/** Academic hours that a module and a topic usually have. */
const usual = { module: 18, topic: 5 } as const;

export function frameStep(request: ProgramRequest) {
  const { language, topics } = request;
  const competences = orderedCompetences(request);
  const { suggestedModules, newTopics } = sizes(request);
  const wantsCompetences = norms.kinds[request.kind].competences !== null && competences.length === 0;
  const answer = frameAnswer(request);
  return defineStep({
    prompt: 'frame',
    language,
    variables: {
      ...orderWords(request),
      hours: `${request.hours}`,
      topics: numbered(topics),
      modules: suggestedModules,
      newTopics: `${newTopics}`,
      standards: request.standards.map(({ code, title }) => `${code} ${title}`).join('\n') || nothing[language],
      competences: wantsCompetences
        ? { ru: 'сформулируй сам', en: 'word them yourself' }[language]
        : numbered(competences) || { ru: 'не нужны', en: 'not needed' }[language],
    },
    answer,
    result: frame,
    maxOutputTokens: 6000,
    read: (value) => readFrame(value, request, { wantsCompetences, newTopics }),
  });
}

/** Modules the hours are enough for, and topics the model may add. */
function sizes(request: ProgramRequest) {
  const possible = Math.min(mostModules(request), most.modules);
  const usualCount = Math.round(request.hours / usual.module);
  const fewest = Math.min(possible, Math.max(1, Math.floor(usualCount / 2)));
  const fitting = Math.min(possible, Math.max(fewest, usualCount, Math.ceil(request.topics.length / 6)));
  const taught = request.hours - finalHours(request);
  const newTopics = Math.max(0, Math.min(Math.round(taught / usual.topic), most.newTopics) - request.topics.length);
  return { suggestedModules: fewest === fitting ? `${fitting}` : `${fewest}–${fitting}`, newTopics };
}

function frameAnswer({ language, topics }: ProgramRequest) {
  const field = answerFields(language);
  return z.object({
    aim: field.text('Цель программы, одно-два предложения', 'Aim of the programme, one or two sentences'),
    competences: field.texts(
      'Компетенции; пустой список, если они даны в заявке или не нужны',
      'Competences; an empty list when the order gives them or they are not needed',
      most.competences,
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
      most.outcomes,
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
        outcomes: field.numbers(
          'Номера результатов, к которым он ведёт',
          'Numbers of the outcomes it leads to',
          most.outcomes,
          1,
        ),
        topics: field.numbers('Номера тем заявки в этом модуле', 'Numbers of the ordered topics in this module', topics.length),
        newTopics: field.texts('Названия тем, которых нет в заявке', 'Titles of topics that are not in the order', 10),
      }),
      'Модули по порядку изучения',
      'Modules in the order of study',
      most.modules,
      1,
    ),
  });
}
export type FrameAnswer = z.infer<ReturnType<typeof frameAnswer>>;
