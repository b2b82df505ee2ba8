import type {
  ProgramDocument,
  ProgramModule,
  ProgramQuestion,
  ProgramTopic,
} from '@lyceum/contracts/program-generation/program-document';
import { programDocument } from '@lyceum/contracts/program-generation/program-document';
import { type ProgramRequestInput, programRequest } from '@lyceum/contracts/program-generation/program-request';
import { composeOutline } from '@lyceum/program-generation/writing/outline/compose-outline';
import { paragraphs } from '../texts.ts';

const orders = {
  72: { kind: 'professional-development', topics: 12 },
  500: { kind: 'professional-retraining', topics: 60 },
} as const;
export type ProgramSize = keyof typeof orders;

/** A programme of so many hours as the outline composes it. */
export function composeProgram(hours: ProgramSize): ProgramDocument {
  const { kind, topics } = orders[hours];
  const order: ProgramRequestInput = {
    title: 'Проектирование цифровых образовательных программ',
    kind,
    audience: 'Преподаватели и методисты организаций среднего профессионального образования',
    level: 'intermediate',
    hours,
    topics: Array.from({ length: topics }, (_, index) => `Тема ${index + 1}: как готовят, ведут и оценивают занятия`),
    language: 'ru',
    qualification: 'Методист цифрового обучения',
  };
  return composeOutline(programRequest.parse(order));
}

/** The same with texts and tests as long as a model writes them: only then a programme of 500 hours fills 100 pages. */
export function writeOut(document: ProgramDocument): ProgramDocument {
  const modules = document.modules.map((module) => ({ ...module, topics: module.topics.map(writeOutTopic) }));
  const questions = [...document.questions, ...modules.flatMap(getTest)];
  return programDocument.parse({ ...document, modules, questions, passingPercent: 60 });
}

function writeOutTopic(topic: ProgramTopic): ProgramTopic {
  const { title, hours } = topic;
  return {
    ...topic,
    content: paragraphs(title, 5),
    practice: hours.practice > 0 ? paragraphs(title, 3) : [],
    selfStudy: hours.selfStudy > 0 ? paragraphs(title, 2) : [],
  };
}

function getTest({ id, topics, outcomes }: ProgramModule): ProgramQuestion[] {
  return Array.from({ length: 8 }, (_, index) => ({
    id: `${id}-test-${index + 1}`,
    module: id,
    outcomes: outcomes.slice(0, 1),
    type: 'single',
    text: `Какое решение лучше подходит к случаю ${index + 1}, который разобран в теме «${topics[index % topics.length]?.title}»?`,
    options: paragraphs(`Вариант ${index + 1}`, 4),
    key: [index % 4],
    answer: '',
    criterion: 'Ответ засчитывается, если выбран один верный вариант',
  }));
}
