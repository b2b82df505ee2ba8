import { z } from 'zod';
import { date, line, locale, matching, text, webAddress } from '../shared/fields.ts';

/**
 * Повышение квалификации, профессиональная переподготовка, дополнительная общеразвивающая программа, рабочая программа
 * дисциплины (273-ФЗ, ст. 2, 75, 76), and a course plan that no act prescribes.
 */
export const programKinds = [
  'professional-development',
  'professional-retraining',
  'general-development',
  'discipline',
  'course-plan',
] as const;

export const programLevels = ['beginner', 'intermediate', 'advanced'] as const;

/** Names a part of one document for its whole life: given by the server, kept when the part is edited or moved. */
export const partId = matching(/^[a-z0-9-]{1,40}$/, 40, {
  en: 'Lower-case Latin letters, digits and hyphens, 1 to 40 characters',
  ru: 'Строчные латинские буквы, цифры и дефисы, от 1 до 40 символов',
});

const paragraphs = z.array(text(1, 4000)).max(40);

/** Whole academic hours. Totals are sums of these and are stored nowhere. */
export const hours = z.strictObject({
  lectures: z.int().min(0).max(5000),
  practice: z.int().min(0).max(5000),
  selfStudy: z.int().min(0).max(5000),
  assessment: z.int().min(0).max(5000),
});

export type Hours = z.infer<typeof hours>;

/** Title page: who approves what, for whom. Empty text leaves a line to fill in by hand. */
export const titleBlock = z.strictObject({
  organisation: line(0, 300),
  place: line(0, 100),
  approval: z.strictObject({ position: line(0, 200), name: line(0, 200), date: date.nullable(), number: line(0, 50) }),
  /** Name of the qualification a professional retraining leads to. */
  qualification: line(0, 300),
  studyForm: z.enum(['full-time', 'part-time', 'evening', 'distance', 'blended']),
});

/** Профессиональный стандарт by its number in the register, such as 06.001. */
export const standard = z.strictObject({
  id: partId,
  code: matching(/^\d{2}\.\d{3}$/, 6, { en: 'A number such as 06.001 is needed', ru: 'Нужен номер вида 06.001' }),
  title: line(1, 300),
});

/** `new` is what the programme adds; `existing` is a competence of the learner's qualification that it improves. */
export const competence = z.strictObject({
  id: partId,
  code: line(1, 20),
  text: line(1, 1000),
  origin: z.enum(['existing', 'new']),
});

export const outcome = z.strictObject({
  id: partId,
  code: line(1, 20),
  text: line(1, 1000),
  competences: z.array(partId).max(20).describe('Ids of the competences it forms'),
});

export const topic = z.strictObject({
  id: partId,
  title: line(1, 300),
  hours,
  content: paragraphs,
  practice: paragraphs,
  selfStudy: paragraphs,
});

export const assessment = z.strictObject({ form: line(1, 200), criteria: z.array(line(1, 1000)).max(20) });

export const moduleSchema = z.strictObject({
  id: partId,
  title: line(1, 300),
  summary: text(0, 4000),
  outcomes: z.array(partId).max(50).describe('Ids of the outcomes it leads to'),
  hours: hours.describe('Its row of the curriculum; those of its topics must add up to it'),
  topics: z.array(topic).min(1).max(60),
  assessment,
  sources: z.array(partId).max(50).describe('Ids of the sources it uses'),
});

export const finalAssessment = assessment.extend({
  hours: z.int().min(0).max(500),
  outcomes: z.array(partId).max(100).describe('Ids of the outcomes it checks'),
});

/** The longest programme at one hour a week. */
export const maxWeeks = 2000;

/** Hours of each week by module; `final` stands for the final assessment. */
export const calendar = z.strictObject({
  weeklyLimit: z.int().min(1).max(54),
  weeks: z
    .array(z.strictObject({ load: z.array(z.strictObject({ module: partId, hours: z.int().min(1).max(168) })).max(60) }))
    .max(maxWeeks),
});

export const conditions = z.strictObject({
  staff: paragraphs,
  facilities: paragraphs,
  methods: paragraphs,
  software: paragraphs,
});

/** A test question, or work with criteria. Keys are indexes of options; `answer` is the key of the types without options. */
export const question = z.strictObject({
  id: partId,
  module: partId.nullable().describe('Null for the final assessment'),
  outcomes: z.array(partId).min(1).max(20),
  type: z.enum(['single', 'multiple', 'open', 'task']),
  text: text(1, 2000),
  options: z.array(line(1, 500)).max(10),
  key: z.array(z.int().min(0).max(9)).max(10),
  answer: text(0, 4000),
  criterion: text(0, 1000),
});

/** A source, printed by ГОСТ Р 7.0.100-2018. */
export const source = z.strictObject({
  id: partId,
  type: z.enum(['book', 'article', 'law', 'web']),
  authors: z.array(line(1, 100)).max(10),
  title: line(1, 500),
  /** Place and publisher, the journal, the register of the act, or the name of the site. */
  publication: line(0, 300),
  year: z.int().min(1500).max(2200).nullable(),
  /** Volume, number, pages, or their count, as printed. */
  extent: line(0, 100),
  url: webAddress(1000).nullable(),
  /** Day the address was visited. */
  accessed: date.nullable(),
  origin: z.enum(['person', 'attachment', 'model']).describe('Who named it; what a model named has to be looked up'),
});

/**
 * An educational programme. The totals of hours are sums, so they cannot be wrong; what must agree beyond that is said by the
 * rules (`findings` of a programme).
 */
export const programDocument = z
  .strictObject({
    language: locale,
    title: line(3, 300),
    kind: z.enum(programKinds),
    audience: line(1, 500),
    level: z.enum(programLevels),
    hours: z.int().min(4).max(2000).describe('Academic hours of 45 minutes that the programme must come to'),
    credits: z.int().min(1).max(100).nullable().describe('Зачётные единицы of 36 academic hours'),
    titleBlock,
    aim: text(1, 4000),
    standards: z.array(standard).max(20),
    competences: z.array(competence).max(60),
    outcomes: z.array(outcome).max(100),
    modules: z.array(moduleSchema).min(1).max(60),
    finalAssessment,
    calendar,
    conditions,
    passingPercent: z.int().min(1).max(100).nullable().describe('Share of right answers that passes a test'),
    questions: z.array(question).max(600),
    sources: z.array(source).max(200),
    notice: text(0, 1000).describe('Says by what the document was composed'),
  })
  .meta({ id: 'ProgramDocument' });

export type ProgramDocument = z.infer<typeof programDocument>;

export type ProgramModule = z.infer<typeof moduleSchema>;

export type ProgramTopic = z.infer<typeof topic>;

export type ProgramQuestion = z.infer<typeof question>;

export type ProgramSource = z.infer<typeof source>;

export function totalHours({ lectures, practice, selfStudy, assessment }: Hours): number {
  return lectures + practice + selfStudy + assessment;
}

export function addHours(parts: readonly Hours[]): Hours {
  const sum = (column: keyof Hours) => parts.reduce((total, part) => total + part[column], 0);
  return { lectures: sum('lectures'), practice: sum('practice'), selfStudy: sum('selfStudy'), assessment: sum('assessment') };
}

/**
 * Parts that are locked, commented, proposed and compared one at a time. A block is a section of the document, or
 * `module:<id>` (without its topics), `topic:<id>`, `question:<id>`.
 */
export const sections = [
  'title',
  'aim',
  'standards',
  'competences',
  'outcomes',
  'final-assessment',
  'calendar',
  'conditions',
  'sources',
] as const;

export const block = z.union([
  z.enum(sections),
  matching(/^(module|topic|question):[a-z0-9-]{1,40}$/, 50, {
    en: 'A section, or module, topic or question with a colon and its id',
    ru: 'Раздел либо module, topic или question с двоеточием и идентификатором',
  }),
]);
