import type { ProgramRequest } from '@lyceum/contracts/program-generation/program-request';
import { z } from 'zod';
import type { PlannedModule } from '../../hours/plan-hours.ts';
import { tidyList } from '../../text/tidy-text.ts';
import { answerFields, createAnswerReview, defineStep, isForeign, numbered, type ReviewedAnswer } from './model-step.ts';
import { requestWords } from './request-words.ts';
import type { Skeleton } from './skeleton.ts';

/** Texts of one module; a topic's are null where the model gave none. */
export const moduleTexts = z.object({
  topics: z.array(z.object({ content: z.array(z.string()), practice: z.array(z.string()), selfStudy: z.array(z.string()) })),
  assessment: z.object({ form: z.string(), criteria: z.array(z.string()) }),
});
export type ModuleTexts = z.infer<typeof moduleTexts>;
type TopicTexts = ModuleTexts['topics'][number];

export const noModuleTexts: ModuleTexts = { topics: [], assessment: { form: '', criteria: [] } };

const max = { content: 8, practice: 5, selfStudy: 4, criteria: 6 } as const;

export interface ModulePlace {
  readonly request: ProgramRequest;
  readonly skeleton: Skeleton;
  /** Index of the module. */
  readonly index: number;
  readonly plan: PlannedModule;
}

export function moduleStep(place: ModulePlace) {
  const { request, skeleton, plan } = place;
  const { language } = request;
  const module = moduleAt(place);
  const kindsOfWork = plan.topics.map(({ lectures, practice, selfStudy }) => {
    const kinds = {
      ru: [lectures > 0 && 'лекция', practice > 0 && 'практика', selfStudy > 0 && 'самостоятельная работа'],
      en: [lectures > 0 && 'lecture', practice > 0 && 'practice', selfStudy > 0 && 'self-study'],
    }[language];
    return kinds.filter(Boolean).join(', ') || { ru: 'обзор', en: 'overview' }[language];
  });
  return defineStep({
    prompt: 'module',
    language,
    variables: {
      ...requestWords(request),
      aim: skeleton.aim,
      modules: numbered(skeleton.modules.map(({ title }) => title)),
      module: module.title,
      summary: module.summary,
      outcomes: numbered(module.outcomes.map((outcome) => skeleton.outcomes[outcome]?.text ?? '')),
      topics: numbered(module.topics.map((title, topic) => `${title} (${kindsOfWork[topic]})`)),
    },
    answer: moduleAnswer(request, module.topics.length),
    result: moduleTexts,
    maxOutputTokens: Math.min(8000, 1500 + 500 * module.topics.length),
    read: (value) => readModule(value, place),
  });
}

export function moduleAt({ skeleton, index }: Pick<ModulePlace, 'skeleton' | 'index'>): Skeleton['modules'][number] {
  const module = skeleton.modules[index];
  if (!module) throw new RangeError(`the skeleton has no module ${index}`);
  return module;
}

function moduleAnswer({ language }: ProgramRequest, topicCount: number) {
  const field = answerFields(language);
  return z.object({
    topics: field.items(
      z.object({
        number: field.number('Номер темы', 'Number of the topic', 1, topicCount),
        content: field.texts(
          'Что изучают в теме: понятия, способы, примеры',
          'What is taught: concepts, methods, examples',
          max.content,
          1,
        ),
        practice: field.texts(
          'Задания практических занятий; пусто, если практики нет',
          'Tasks of practical classes; empty when there is no practice',
          max.practice,
        ),
        selfStudy: field.texts(
          'Задания самостоятельной работы; пусто, если её нет',
          'Tasks of self-study; empty when there is none',
          max.selfStudy,
        ),
      }),
      'Темы модуля, каждая один раз',
      'Topics of the module, each once',
      topicCount,
      topicCount,
    ),
    assessmentForm: field.text(
      'Форма аттестации модуля: тестирование, практическая работа, защита задания…',
      'Form of assessment of the module: test, practical work, defence of a task…',
    ),
    criteria: field.texts('Критерии, по которым модуль зачтён', 'Criteria by which the module is passed', max.criteria, 1),
  });
}
type ModuleAnswer = z.infer<ReturnType<typeof moduleAnswer>>;

function readModule(answer: ModuleAnswer, place: ModulePlace): ReviewedAnswer<ModuleTexts> {
  const { topics: titles } = moduleAt(place);
  const review = createAnswerReview(place.request.language);
  const { findings, report, line, phrase } = review;
  const list = (texts: readonly string[], count: number) => tidyList(texts, line(1000), count);

  const topics = titles.map((_, index): TopicTexts => {
    const given = answer.topics.find(({ number }) => number === index + 1);
    const hours = place.plan.topics[index];
    // A column without hours has no row in the document that its tasks could be in.
    return {
      content: list(given?.content ?? [], max.content),
      practice: hours?.practice ? list(given?.practice ?? [], max.practice) : [],
      selfStudy: hours?.selfStudy ? list(given?.selfStudy ?? [], max.selfStudy) : [],
    };
  });
  const texts = topics.flatMap(({ content, practice, selfStudy }) => [...content, ...practice, ...selfStudy]);
  if (isForeign(texts, review)) return { findings, result: null };
  for (const [index, topic] of topics.entries()) {
    const hours = place.plan.topics[index];
    const number = index + 1;
    if (topic.content.length === 0) report(`У темы ${number} нет содержания.`, `Topic ${number} has no content.`);
    if (hours?.practice && topic.practice.length === 0)
      report(`У темы ${number} нет практики.`, `Topic ${number} has no practice.`);
    if (hours?.selfStudy && topic.selfStudy.length === 0) {
      report(`У темы ${number} нет самостоятельной работы.`, `Topic ${number} has no self-study.`);
    }
  }
  const form = phrase(150)(answer.assessmentForm);
  const criteria = tidyList(answer.criteria, phrase(500), max.criteria);
  if (form === '' || criteria.length === 0) {
    report('Нет формы или критериев аттестации.', 'The form or the criteria of the assessment are missing.');
  }
  const usable = topics.some(({ content }) => content.length > 0);
  return { findings, result: usable ? { topics, assessment: { form, criteria } } : null };
}
