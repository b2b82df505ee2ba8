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

export const programKind = z.enum(programKinds).describe('Kind of the programme by 273-ФЗ; `course-plan` is none of them');

export const programLevels = ['beginner', 'intermediate', 'advanced'] as const;

export const programLevel = z.enum(programLevels).describe('How much learners are expected to know before');

export const partId = matching(/^[a-z0-9-]{1,40}$/, 40, {
  en: 'Lower-case Latin letters, digits and hyphens, 1 to 40 characters',
  ru: 'Строчные латинские буквы, цифры и дефисы, от 1 до 40 символов',
}).meta({
  description: 'Names a part of one document for its whole life: given by the server, kept when the part is edited or moved',
  examples: ['m1'],
});

const paragraphs = z.array(text(1, 4000)).max(40);

/** Whole academic hours. Totals are sums of these and are stored nowhere. */
export const hours = z.strictObject({
  lectures: z.int().min(0).max(5000).describe('Hours of lectures'),
  practice: z.int().min(0).max(5000).describe('Hours of practice'),
  selfStudy: z.int().min(0).max(5000).describe('Hours of the learner’s own work'),
  assessment: z.int().min(0).max(5000).describe('Hours of assessment'),
});

export type Hours = z.infer<typeof hours>;

export const titleBlock = z.strictObject({
  organisation: line(0, 300).describe('Full name of the school'),
  place: line(0, 100).describe('Town'),
  approval: z
    .strictObject({
      position: line(0, 200).describe('Position of the approver'),
      name: line(0, 200).describe('Name of the approver'),
      date: date.nullable().describe('Day of the approval; null leaves a line to fill in'),
      number: line(0, 50).describe('Number of the act of approval'),
    })
    .describe('Who approves it'),
  qualification: line(0, 300).describe('Name of the qualification a professional retraining leads to'),
  studyForm: z.enum(['full-time', 'part-time', 'evening', 'distance', 'blended']).describe('Form of study'),
});

/** Профессиональный стандарт by its number in the register, such as 06.001. */
export const standard = z.strictObject({
  id: partId,
  code: matching(/^\d{2}\.\d{3}$/, 6, { en: 'A number such as 06.001 is needed', ru: 'Нужен номер вида 06.001' }).meta({
    description: 'Number in the register',
    examples: ['06.001'],
  }),
  title: line(1, 300).meta({ description: 'Title of the professional standard', examples: ['Программист'] }),
});

export const competence = z.strictObject({
  id: partId,
  code: line(1, 20).describe('Code, as it is printed'),
  text: line(1, 1000).describe('What a graduate is able to do'),
  origin: z
    .enum(['existing', 'new'])
    .describe('`new` is what the programme adds; `existing` is a competence of the learner’s qualification that it improves'),
});

export const outcome = z.strictObject({
  id: partId,
  code: line(1, 20).describe('Code, as it is printed'),
  text: line(1, 1000).describe('What a graduate knows or can do'),
  competences: z.array(partId).max(20).describe('Ids of the competences it forms'),
});

export const topic = z.strictObject({
  id: partId,
  title: line(1, 300).describe('Title of the topic'),
  hours: hours.describe('Academic hours by kind of work'),
  content: paragraphs.describe('What is taught, in paragraphs'),
  practice: paragraphs.describe('What is practised, in paragraphs'),
  selfStudy: paragraphs.describe('What learners do on their own, in paragraphs'),
});

export const assessment = z.strictObject({
  form: line(1, 200).describe('Form of the assessment'),
  criteria: z.array(line(1, 1000)).max(20).describe('What is required to pass'),
});

export const moduleSchema = z.strictObject({
  id: partId,
  title: line(1, 300).describe('Title of the module'),
  summary: text(0, 4000).describe('What the module is about'),
  outcomes: z.array(partId).max(50).describe('Ids of the outcomes it leads to'),
  hours: hours.describe('Its row of the curriculum; those of its topics must add up to it'),
  topics: z.array(topic).min(1).max(60).describe('Its topics in order'),
  assessment: assessment.describe('How the module is assessed'),
  sources: z.array(partId).max(50).describe('Ids of the sources it uses'),
});

export const finalAssessment = assessment.extend({
  hours: z.int().min(0).max(500).describe('Academic hours of the final assessment'),
  outcomes: z.array(partId).max(100).describe('Ids of the outcomes it checks'),
});

/** The longest programme at one hour a week. */
export const maxWeeks = 2000;

export const calendar = z.strictObject({
  weeklyLimit: z.int().min(1).max(54).describe('Most academic hours in a week'),
  weeks: z
    .array(
      z.strictObject({
        load: z
          .array(
            z.strictObject({
              module: partId.describe('Id of the module; `final` stands for the final assessment'),
              hours: z.int().min(1).max(168).describe('Academic hours'),
            }),
          )
          .max(60)
          .describe('What is taught in the week'),
      }),
    )
    .max(maxWeeks)
    .describe('Weeks in order'),
});

export const conditions = z.strictObject({
  staff: paragraphs.describe('Who teaches, in paragraphs'),
  facilities: paragraphs.describe('Rooms and equipment, in paragraphs'),
  methods: paragraphs.describe('How it is taught, in paragraphs'),
  software: paragraphs.describe('Programs that are needed, in paragraphs'),
});

/** A test question, or work with criteria. Keys are indexes of options; `answer` is the key of the types without options. */
export const question = z.strictObject({
  id: partId,
  module: partId.nullable().describe('Null for the final assessment'),
  outcomes: z.array(partId).min(1).max(20).describe('Ids of the outcomes it checks'),
  type: z.enum(['single', 'multiple', 'open', 'task']).describe('`single` or `multiple` choice, an `open` question, or a `task`'),
  text: text(1, 2000).describe('What is asked'),
  options: z.array(line(1, 500)).max(10).describe('What can be chosen; empty for the types without options'),
  key: z.array(z.int().min(0).max(9)).max(10).describe('Indexes of the right options'),
  answer: text(0, 4000).describe('The answer of the types without options'),
  criterion: text(0, 1000).describe('When an answer counts as right'),
});

/** A source, printed by ГОСТ Р 7.0.100-2018. */
export const source = z.strictObject({
  id: partId,
  type: z.enum(['book', 'article', 'law', 'web']).describe('Kind of the source'),
  authors: z.array(line(1, 100)).max(10).describe('Authors, as they are printed'),
  title: line(1, 500).describe('Title of the source'),
  publication: line(0, 300).describe('Place and publisher, the journal, the register of the act, or the name of the site'),
  year: z.int().min(1500).max(2200).nullable().describe('Year of publication; null when there is none'),
  extent: line(0, 100).describe('Volume, number, pages, or their count, as printed'),
  url: webAddress(1000).nullable().describe('Address; null when there is none'),
  accessed: date.nullable().describe('Day the address was visited; null when it was not'),
  origin: z.enum(['person', 'attachment', 'model']).describe('Who named it; what a model named has to be looked up'),
});

export const programDocument = z
  .strictObject({
    language: locale.describe('Language of the document'),
    title: line(3, 300).describe('Title of the programme'),
    kind: programKind,
    audience: line(1, 500).describe('Whom it teaches'),
    level: programLevel,
    hours: z.int().min(4).max(2000).describe('Academic hours of 45 minutes that the programme must come to'),
    credits: z.int().min(1).max(100).nullable().describe('Зачётные единицы of 36 academic hours'),
    titleBlock: titleBlock.describe('Title page: who approves what, for whom; an empty text leaves a line to fill in by hand'),
    aim: text(1, 4000).describe('What the programme is for'),
    standards: z.array(standard).max(20).describe('Professional standards it follows'),
    competences: z.array(competence).max(60).describe('What graduates are able to do'),
    outcomes: z.array(outcome).max(100).describe('What graduates know and can do, by competence'),
    modules: z.array(moduleSchema).min(1).max(60).describe('Modules in order'),
    finalAssessment: finalAssessment.describe('How the programme ends'),
    calendar: calendar.describe('Hours of each week by module'),
    conditions: conditions.describe('What teaching it needs'),
    passingPercent: z.int().min(1).max(100).nullable().describe('Share of right answers that passes a test'),
    questions: z.array(question).max(600).describe('Test questions and tasks'),
    sources: z.array(source).max(200).describe('Literature, printed by ГОСТ Р 7.0.100-2018'),
    notice: text(0, 1000).describe('Says by what the document was composed'),
  })
  .meta({
    id: 'ProgramDocument',
    description:
      'An educational programme. The totals of hours are sums, so they cannot be wrong; what must agree beyond that is said by the rules (`findings` of a programme)',
  });

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

export const block = z
  .union([
    z.enum(sections),
    matching(/^(module|topic|question):[a-z0-9-]{1,40}$/, 50, {
      en: 'A section, or module, topic or question with a colon and its id',
      ru: 'Раздел либо module, topic или question с двоеточием и идентификатором',
    }),
  ])
  .describe('A section of the document, or `module:<id>` (without its topics), `topic:<id>`, `question:<id>`');
