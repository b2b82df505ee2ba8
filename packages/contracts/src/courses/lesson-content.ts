import { z } from 'zod';
import { bounded, id, line, requestTimestamp, text, webAddress } from '../shared/fields.ts';
import { explain } from '../shared/texts.ts';
import { assignmentContent } from './assignment-content.ts';
import { partId } from './part-id.ts';
import { scormContent } from './scorm-content.ts';

const blockId = partId.meta({
  description: 'Names a block of one lesson for its whole life: comparisons, questions of learners and search hits point to it',
  examples: ['intro'],
});

const cell = text(0, 2000).describe('Markdown');

const maxTableText = 20_000;

const tooMuchText = explain({
  en: 'The cells of a table have at most 20,000 characters together',
  ru: 'В ячейках таблицы вместе не больше 20 000 знаков',
});

/** A part of a text lesson. */
const block = z.discriminatedUnion('type', [
  z.strictObject({
    id: blockId,
    type: z.literal('markdown').describe('Text with markup'),
    text: text(1, 20_000).describe('Markdown (CommonMark with tables and strikethrough); `$…$` and `$$…$$` are formulas'),
  }),
  z.strictObject({
    id: blockId,
    type: z.literal('html').describe('Text of another editor'),
    html: text(1, 20_000).describe('HTML; what could run or leave its place is removed when it is shown'),
  }),
  z.strictObject({
    id: blockId,
    type: z.literal('code').describe('A piece of a program'),
    language: line(0, 30).describe('Language of the code, such as `typescript`; unknown ones are shown without colours'),
    code: text(1, 20_000).describe('The code'),
  }),
  z.strictObject({
    id: blockId,
    type: z.literal('formula').describe('A formula that stands by itself'),
    tex: line(1, 2000).describe('TeX, as KaTeX reads it'),
    caption: line(0, 300).default('').describe('What stands below it'),
  }),
  z
    .strictObject({
      id: blockId,
      type: z.literal('table').describe('A table'),
      caption: line(0, 300).default('').describe('What stands above it'),
      header: z.array(cell).min(1).max(20).describe('Cells of the head, in Markdown'),
      rows: z.array(z.array(cell).max(20)).max(200).describe('Rows of cells, in Markdown'),
    })
    .refine(({ header, rows }) => [header, ...rows].flat().join('').length <= maxTableText, tooMuchText),
  z.strictObject({
    id: blockId,
    type: z.literal('image').describe('A picture'),
    courseFileId: id.describe('Id of a file of the course: PNG, JPEG, GIF, WebP, AVIF or SVG'),
    alt: line(0, 1000).describe('What it shows, for those who cannot see it; empty for decoration'),
    caption: line(0, 300).default('').describe('What stands below it'),
  }),
]);

export type LessonBlock = z.output<typeof block>;

const idsDiffer = (blocks: readonly { id: string }[]) => new Set(blocks.map((one) => one.id)).size === blocks.length;

export const blocks = z
  .array(block)
  .max(200)
  .refine(idsDiffer, explain({ en: 'Two blocks have the same id', ru: 'У двух блоков одинаковый идентификатор' }))
  .describe('Its blocks in order');

/** A question bank of the course, of which a quiz draws. */
const questionSource = z.strictObject({
  bankId: id.describe('Id of the bank'),
  draw: z.int().min(1).max(200).nullable().describe('How many questions of it are drawn for each attempt; null takes all'),
  tag: line(1, 50).nullable().default(null).describe('Draws of the questions with this tag alone; null of all'),
});

/** Each shows what the one before shows, and more. */
export const reviewLevels = ['none', 'score', 'answers', 'key'] as const;

export const quizSettings = z.strictObject({
  questions: z.array(questionSource).max(20).describe('Where its questions come from, in order'),
  shuffle: z.boolean().default(true).describe('Whether questions and options come in another order in each attempt'),
  timeLimitSeconds: z.int().min(10).max(86_400).nullable().default(null).describe('How long an attempt may take; null for ever'),
  maxAttempts: z.int().min(1).max(100).nullable().default(null).describe('How many attempts a learner has; null any number'),
  retryAfterSeconds: z.int().min(0).max(2_592_000).default(0).describe('How long to wait from one attempt to the next'),
  wrongPercent: z
    .number()
    .min(0)
    .max(100)
    .default(0)
    .describe('What a wrong answer costs, in percent of its points; no answer costs nothing'),
  grading: z.enum(['highest', 'latest', 'average', 'first']).default('highest').describe('Which attempt counts'),
  review: z
    .enum(reviewLevels)
    .default('answers')
    .describe('What a learner sees after an attempt: only that it is done, the score, which answers were right, or the key too'),
});

export const lessonTypes = ['text', 'video', 'file', 'link', 'quiz', 'meeting', 'assignment', 'scorm'] as const;

/** What a lesson is made of, as authors write it. */
export const lessonContent = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('text').describe('A text of blocks'), blocks }),
    z
      .strictObject({
        type: z.literal('video').describe('A video: of the library, or anywhere else'),
        videoId: id.nullable().default(null).describe('Id of a video of the library; null when it lies elsewhere'),
        url: webAddress(2000).nullable().default(null).describe('Address of the video; null when it is one of the library'),
        durationSeconds: z
          .number()
          .min(0.1)
          .max(86_400)
          .nullable()
          .default(null)
          .describe('Length of a video that lies elsewhere; one of the library was measured. What is watched counts against it'),
        description: text(0, 10_000).default('').describe('What is shown beside it, in Markdown'),
        transcript: text(0, 200_000).default('').describe('What is said in it; searches find it'),
      })
      .refine(
        ({ videoId, url, durationSeconds }) => (videoId === null ? url !== null && durationSeconds !== null : url === null),
        explain({
          en: 'Either a video of the library is needed, or an address with the length of what lies there',
          ru: 'Нужно либо видео из библиотеки, либо адрес и длительность видео по этому адресу',
        }),
      ),
    z.strictObject({
      type: z.literal('file').describe('A file to download'),
      courseFileId: id.describe('Id of a file of the course'),
      description: text(0, 10_000).default('').describe('What is shown beside it, in Markdown'),
    }),
    z.strictObject({
      type: z.literal('link').describe('A page elsewhere'),
      url: webAddress(2000).describe('Where it leads'),
      description: text(0, 10_000).default('').describe('What is shown beside it, in Markdown'),
    }),
    z.strictObject({
      type: z.literal('quiz').describe('A quiz'),
      description: text(0, 10_000).default('').describe('What is shown before it begins, in Markdown'),
      settings: quizSettings.describe('How it is taken and graded'),
    }),
    z.strictObject({
      type: z.literal('meeting').describe('A meeting at a certain time'),
      url: webAddress(2000).describe('Where it is held; told from a quarter of an hour before it begins'),
      startsAt: requestTimestamp.describe('When it begins'),
      durationMinutes: z.int().min(1).max(1440).describe('How long it is planned to take'),
      description: text(0, 10_000).default('').describe('What is shown beside it, in Markdown'),
    }),
    assignmentContent,
    scormContent,
  ])
  .meta({ id: 'LessonContent', description: 'What a lesson is made of' });

export type LessonContent = z.output<typeof lessonContent>;

/** When a lesson counts as finished; the server decides by the evidence it has. */
export const completionRule = z
  .discriminatedUnion('rule', [
    z.strictObject({
      rule: z.literal('opened').describe('Enough active time'),
      seconds: z.int().min(0).max(86_400).describe('Active time it takes, in seconds'),
    }),
    z.strictObject({
      rule: z.literal('watched').describe('Enough of the video'),
      percent: z.int().min(1).max(100).describe('Share of the video that was played, each second counted once'),
    }),
    z.strictObject({
      rule: z.literal('passed').describe('A score that is high enough'),
      percent: z.int().min(1).max(100).describe('Score of the quiz or of the package'),
    }),
    z.strictObject({ rule: z.literal('accepted').describe('A teacher accepts the work') }),
    z.strictObject({
      rule: z
        .literal('reported')
        .describe('The package says that it is completed, and not failed, or passed; its score is in no gradebook'),
    }),
  ])
  .meta({ id: 'CompletionRule', description: 'When a lesson counts as finished' });

export type CompletionRule = z.output<typeof completionRule>;

/** When a lesson opens, besides the order of the course. */
export const opening = z
  .discriminatedUnion('opens', [
    z.strictObject({ opens: z.literal('at-once').describe('With the enrolment') }),
    z.strictObject({ opens: z.literal('at').describe('From a moment on'), at: requestTimestamp.describe('From when on') }),
    z.strictObject({
      opens: z.literal('after').describe('Some days later'),
      days: z.int().min(1).max(3650).describe('Days of 24 hours since the enrolment or, in a cohort, since its start'),
    }),
  ])
  .meta({ id: 'LessonOpening', description: 'When a lesson opens' });

export type Opening = z.output<typeof opening>;

/** HTML that a page may insert as it is: cleaned on the server. */
export const safeHtml = z.string().describe('HTML, cleaned on the server: no scripts, styles, frames or ids');

export const shownBlock = z
  .object({ id: bounded(40).describe('Id of the block'), html: safeHtml })
  .meta({ id: 'ShownBlock', description: 'A block of a text as it is read; addresses of pictures in it are valid for an hour' });
