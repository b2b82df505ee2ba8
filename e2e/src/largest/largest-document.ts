import { type ProgramDocument, programDocument } from '@lyceum/contracts/program-generation/program-document';
import { costlyText, type TextKind } from './costly-text.ts';

/** What fills a document. The whole is bounded, so not everything can be at its largest at once. */
export const documentShapes = ['parts', 'texts', 'weeks'] as const;
export type DocumentShape = (typeof documentShapes)[number];

/** Characters of JSON, and values in it, that leave room for one more edit. */
const max = { characters: 1_850_000, values: 57_000 };

/** A document nearly as long as one may be; its references lead somewhere and its ids tell its parts apart. */
export function largestDocument(shape: DocumentShape, kind: TextKind): ProgramDocument {
  let [fitting, tooLong] = [0, 1];
  for (let step = 0; step < 12; step += 1) {
    const share = (fitting + tooLong) / 2;
    if (fits(build(shape, kind, share))) fitting = share;
    else tooLong = share;
  }
  return programDocument.parse(build(shape, kind, fitting));
}

const fits = (value: unknown) => JSON.stringify(value).length <= max.characters && countValues(value) <= max.values;

function countValues(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce((sum: number, inner) => sum + countValues(inner), 1);
}

const counted = <Item>(length: number, make: (number: number) => Item) =>
  Array.from({ length: Math.max(1, Math.floor(length)) }, (_, index) => make(index + 1));

/** `share` of the longest of what the shape is of; everything else is short. */
function build(shape: DocumentShape, kind: TextKind, share: number): ProgramDocument {
  const parts = shape === 'parts' ? share : 0;
  const texts = shape === 'texts' ? share : 0;
  const weeks = shape === 'weeks' ? share : 0;
  const line = (max: number) => costlyText(kind, Math.max(3, max * texts));
  const paragraphs = counted(40 * texts, () => costlyText(kind, 4000));
  const hours = { lectures: 1, practice: 1, selfStudy: 1, assessment: 0 };
  const modules = counted(shape === 'texts' ? 20 : 60, (module) => ({
    id: `m${module}`,
    title: line(300),
    summary: line(4000),
    outcomes: ['o1'],
    hours,
    topics: counted(60 * parts, (topic) => {
      return {
        id: `t${module}-${topic}`,
        title: line(300),
        hours,
        content: paragraphs,
        practice: paragraphs,
        selfStudy: paragraphs,
      };
    }),
    assessment: { form: line(200), criteria: counted(20 * texts, () => line(1000)) },
    sources: ['s1'],
  }));
  return {
    language: 'ru',
    title: `Большая ${shape}`,
    kind: 'professional-retraining',
    audience: line(500),
    level: 'advanced',
    hours: 2000,
    credits: null,
    titleBlock: {
      organisation: line(300),
      place: line(100),
      approval: { position: line(200), name: line(200), date: null, number: line(50) },
      qualification: line(300),
      studyForm: 'full-time',
    },
    aim: line(4000),
    standards: counted(20, (number) => ({ id: `st${number}`, code: `06.${String(number).padStart(3, '0')}`, title: line(300) })),
    competences: counted(60, (number) => ({
      id: `c${number}`,
      code: `ПК-${number}`,
      text: `${number} ${line(990)}`,
      origin: 'new' as const,
    })),
    outcomes: counted(100, (number) => ({
      id: `o${number}`,
      code: `РО-${number}`,
      text: `${number} ${line(990)}`,
      competences: ['c1'],
    })),
    modules,
    finalAssessment: { form: line(200), criteria: [], hours: 500, outcomes: ['o1'] },
    calendar: {
      weeklyLimit: 54,
      weeks: counted(2000 * weeks, () => ({ load: counted(60, (module) => ({ module: `m${module}`, hours: 1 })) })),
    },
    conditions: { staff: paragraphs, facilities: paragraphs, methods: paragraphs, software: paragraphs },
    passingPercent: 60,
    questions: counted(600 * parts, (number) => ({
      id: `q${number}`,
      module: 'm1',
      outcomes: ['o1'],
      type: 'multiple' as const,
      text: `${number} ${line(1990)}`,
      options: counted(10, (option) => `Вариант ${option}`),
      key: [0, 9],
      answer: '',
      criterion: '',
    })),
    sources: counted(200, (number) => ({
      id: `s${number}`,
      type: 'book' as const,
      authors: counted(10, () => 'Иванов И. И.'),
      title: `Источник ${number} ${line(480)}`,
      publication: line(300),
      year: 2026,
      extent: '210 с.',
      url: null,
      accessed: null,
      origin: 'person' as const,
    })),
    notice: line(1000),
  };
}
