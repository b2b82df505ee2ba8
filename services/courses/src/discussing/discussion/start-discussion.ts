import type { Actor, Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import { fail } from '@lyceum/common/errors';
import { publish } from '@lyceum/common/outbox';
import { type startDiscussion as contract, discussionStarted, discussionTooMany } from '@lyceum/contracts/courses/discussion';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { findDuration } from '../../authoring/library-video/find-durations.ts';
import { LessonVersionEntity } from '../../authoring/revision/lesson-version.entity.ts';
import { renderLearnerText } from '../../learning/lesson-text/render-learner-text.ts';
import { DiscussionEntity, type DiscussionRow, toSortKey } from './discussion.entity.ts';
import { findOpenLesson } from './find-discussion.ts';
import { followDiscussion } from './follow-discussion.ts';
import { requirePlace } from './require-place.ts';

/** Of one person in one course. */
const maxDiscussions = 100;

const allStarted = {
  en: `A person starts at most ${maxDiscussions} discussions in a course.`,
  ru: `Один человек может начать на курсе не больше ${maxDiscussions} обсуждений.`,
};

/**
 * Asks at a place of a lesson, as the person's revision has it. Fails with `course.not_found`, `lesson.not_found`, `lesson.locked`,
 * `discussion.place_unknown` and `discussion.too_many`.
 */
export async function startDiscussion(
  db: EntityManager,
  ctx: Context,
  actor: Actor,
  { courseId, lessonId }: { courseId: string; lessonId: string },
  { place, text, quote }: z.output<typeof contract.body>,
): Promise<DiscussionRow> {
  const lesson = await findOpenLesson(db, ctx, actor, { courseId, lessonId });
  const { content } = await db.findOneByOrFail(LessonVersionEntity, { id: lesson.versionId });
  requirePlace(content, place, await findDuration(db, content));
  const personId = actor.id;
  await lockStarts(db, personId);
  if ((await db.countBy(DiscussionEntity, { courseId, personId })) >= maxDiscussions)
    throw fail(discussionTooMany, { detail: allStarted });
  const createdAt = ctx.now();
  const row: DiscussionRow = {
    ...{ id: newId(), courseId, lessonId, lessonTitle: lesson.title, personId },
    ...{
      at: place.at,
      blockId: place.at === 'block' ? place.blockId : null,
      second: place.at === 'second' ? place.second : null,
    },
    ...{
      quote,
      text,
      html: renderLearnerText(text),
      answerId: null,
      answerByTeacher: null,
      replies: 0,
      lastNumber: 0,
      followers: 0,
    },
    ...{ sortKey: toSortKey('open', createdAt), createdAt, editedAt: null, mailAt: null, mailedAt: null, version: 1 },
  };
  await db.insert(DiscussionEntity, row);
  await followDiscussion(db, row, personId);
  await publish(db, ctx, discussionStarted, {
    ...{ courseId, lessonId, discussionId: row.id, personId, title: lesson.title, place, occurredAt: createdAt },
  });
  return { ...row, followers: 1 };
}

/** Counts what one person starts one after the other, until the transaction ends. */
async function lockStarts(db: EntityManager, personId: string): Promise<void> {
  const key = "hashtextextended('discussions ' || current_setting('app.space') || ' ' || $1, 0)";
  await db.query(`SELECT pg_advisory_xact_lock(${key})`, [personId]);
}
