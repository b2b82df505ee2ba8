import { z } from 'zod';
import { id, line, text } from '../shared/fields.ts';
import { explain } from '../shared/texts.ts';

export const scormEditions = ['1.2', '2004'] as const;

/** What a package does when its time is up (SCORM 1.2 RTE 3.4.4, SCORM 2004 RTE 4.2.23). */
export const timeLimitActions = ['exit,message', 'exit,no message', 'continue,message', 'continue,no message'] as const;

const notInPackage = explain({
  en: 'The path leads out of the package',
  ru: 'Путь ведёт за пределы пакета',
});

/** A relative path without `..`, which no browser takes for another place. */
function isWithin(launch: string): boolean {
  const [path = ''] = launch.split(/[?#]/);
  const isPlain = path !== '' && !/[\\:]|^\//.test(path);
  return isPlain && path.split('/').every((part) => part !== '' && !/^(?:\.|%2e){1,2}$/i.test(part));
}

const timeLimit = z
  .strictObject({
    seconds: z.int().min(1).max(360_000).describe('Seconds after which it does that'),
    action: z.enum(timeLimitActions).describe('What it does then'),
  })
  .describe('How long a learner may take, which the package itself sees to');

/** A part of a SCORM package: what a learner starts, and what the run-time tells it. */
export const scormContent = z.strictObject({
  type: z.literal('scorm').describe('A part of a SCORM package'),
  courseFileId: id.describe('Id of the file of the course that is the package, a zip file'),
  edition: z.enum(scormEditions).describe('Edition of SCORM, which says how the package and the platform speak'),
  launch: line(1, 2000)
    .refine(isWithin, notInPackage)
    .meta({ description: 'What is started: its path in the package, with query and fragment', examples: ['index.html?page=1'] }),
  masteryScore: z
    .number()
    .min(0)
    .max(100)
    .nullable()
    .default(null)
    .describe('Score it is passed with, in percent; null for none'),
  completionThreshold: z
    .number()
    .min(0)
    .max(1)
    .nullable()
    .default(null)
    .describe('Progress with which it is completed (SCORM 2004); null for none'),
  timeLimit: timeLimit.nullable().default(null).describe('How long a learner may take; null for ever'),
  launchData: text(0, 4096).default('').describe('What the package gives itself at its start'),
  description: text(0, 10_000).default('').describe('What is shown beside it, in Markdown'),
});

export type ScormContent = z.output<typeof scormContent>;
