import type { quizSettings } from '@lyceum/contracts/courses/lesson-content';
import { type EntityManager, In } from 'typeorm';
import type { z } from 'zod';
import {
  LessonVersionEntity,
  type PublishedQuestion,
  type QuestionPool,
} from '../../authoring/revision/lesson-version.entity.ts';

export interface Quiz {
  readonly settings: z.output<typeof quizSettings>;
  readonly pools: readonly QuestionPool[];
}

/** What a version of a lesson asks; null when it is no quiz. */
export async function findQuiz(db: EntityManager, versionId: string): Promise<Quiz | null> {
  const version = await db
    .createQueryBuilder(LessonVersionEntity, 'version')
    .addSelect('version.pools')
    .where({ id: versionId })
    .getOneOrFail();
  const { content, pools = [] } = version;
  return content.type === 'quiz' ? { settings: content.settings, pools } : null;
}

/** How quizzes of these versions are taken and graded, by the ids of the versions: without their questions, which may be many. */
export async function findSettings(
  db: EntityManager,
  versionIds: readonly string[],
): Promise<ReadonlyMap<string, Quiz['settings']>> {
  const versions = await db.find(LessonVersionEntity, { select: { id: true, content: true }, where: { id: In(versionIds) } });
  return new Map(versions.flatMap(({ id, content }) => (content.type === 'quiz' ? [[id, content.settings] as const] : [])));
}

/** The questions of all pools by their ids. */
export function listQuestions({ pools }: Quiz): ReadonlyMap<string, PublishedQuestion> {
  return new Map(pools.flatMap(({ questions }) => questions.map((question) => [question.id, question])));
}
