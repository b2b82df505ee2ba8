import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const folder = join(import.meta.dirname, '../../data/tutor');

const passageSet = z.object({
  passages: z.array(
    z.object({ id: z.string(), course: z.string(), lesson: z.string(), headingPath: z.array(z.string()), text: z.string() }),
  ),
});
const questionSet = z.array(
  z.object({
    id: z.string(),
    course: z.string(),
    /** The one that answers; null when the course does not. */
    passage: z.string().nullable(),
    kind: z.string(),
    question: z.string(),
  }),
);

export type SetPassage = z.output<typeof passageSet>['passages'][number];
export type SetQuestion = z.output<typeof questionSet>[number];

export interface QuestionSets {
  readonly passages: readonly SetPassage[];
  /** The rules of the search were found with these alone. */
  readonly open: readonly SetQuestion[];
  /** Written by another hand, and never looked at while rules were sought. */
  readonly heldBack: readonly SetQuestion[];
  readonly deepParaphrases: readonly SetQuestion[];
  readonly onTopic: readonly SetQuestion[];
}

/** All files of bench/data/tutor, by the beginnings of their names. */
export function readQuestionSets(): QuestionSets {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json') && name !== 'biome.json');
  const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const readAll = (beginning: string) =>
    names.filter((name) => name.startsWith(beginning)).flatMap((name) => questionSet.parse(read(name)));
  return {
    passages: names.filter((name) => name.startsWith('passages')).flatMap((name) => passageSet.parse(read(name)).passages),
    open: readAll('questions.json'),
    heldBack: readAll('questions-'),
    deepParaphrases: readAll('deep-paraphrase'),
    onTopic: readAll('on-topic-without-answer'),
  };
}
