import type { Actor, Context } from '@lyceum/common/context';
import { fail } from '@lyceum/common/errors';
import { publish } from '@lyceum/common/outbox';
import { courseWrongStatus } from '@lyceum/contracts/courses/course';
import {
  type ChangeChoice,
  changeNotFound,
  courseDraftChanged,
  courseNotReady,
  coursePublished,
  courseUnchanged,
  type LessonChange,
} from '@lyceum/contracts/courses/revision';
import type { EntityManager } from 'typeorm';
import { startMailing } from '../../informing/mailing/start-mailing.ts';
import { CourseEntity, type CourseRow } from '../course/course.entity.ts';
import { findReadyFiles } from '../course-file/find-file.ts';
import { publishLessonVideos } from '../course-videos/publish-lesson-videos.ts';
import type { RevisionRow } from '../revision/revision.entity.ts';
import { compareDraft, isUnchanged } from './compare-draft.ts';
import { findProblems } from './find-problems.ts';
import { migrateLearners } from './migrate-learners.ts';
import { presentPublication } from './present-publication.ts';
import { insertRevision, saveVersions } from './save-revision.ts';

interface Publication {
  readonly note: string;
  /** The draft that was compared; undefined takes whatever there is. */
  readonly draft?: string | undefined;
  readonly choices: readonly { readonly lessonId: string; readonly choice: ChangeChoice }[];
}

/**
 * Makes the draft the next revision and takes learners along. The caller holds the lock of the course. Fails with
 * `course.wrong_status`, `course.not_ready`, `course.draft_changed`, `course.unchanged` and `course.change_not_found`.
 */
export async function publishCourse(
  db: EntityManager,
  ctx: Context,
  actor: Actor,
  course: CourseRow,
  { note, draft: compared, choices: chosen }: Publication,
): Promise<RevisionRow> {
  if (course.status === 'archived') throw fail(courseWrongStatus);
  const comparison = await compareDraft(db, course);
  const { draft, fingerprint, changes } = comparison;
  if (compared !== undefined && compared !== fingerprint) throw fail(courseDraftChanged);
  const [problem] = findProblems(draft, await findReadyFiles(db, course.id));
  if (problem) throw fail(courseNotReady, { detail: problem.message });
  if (isUnchanged(comparison)) throw fail(courseUnchanged);
  const choices = resolveChoices(changes, chosen);

  const outline = await saveVersions(db, course.id, draft);
  const number = (course.revision ?? 0) + 1;
  const revision = await insertRevision(db, ctx, {
    courseId: course.id,
    number,
    variant: 0,
    outline,
    note,
    publishedBy: actor.id,
  });
  await db.update(
    CourseEntity,
    { id: course.id },
    { revision: number, status: 'published', publishedAt: course.publishedAt ?? ctx.now(), version: course.version + 1 },
  );
  const movedAt = await migrateLearners(db, ctx, revision, choices);
  const asksToRetake = [...choices.values()].includes('retake');
  if (asksToRetake) await startMailing(db, ctx, { id: revision.id, courseId: course.id, kind: 'retake', occurredAt: movedAt });
  await publishLessonVideos(db, ctx, course.id);
  await publish(db, ctx, coursePublished, presentPublication(course, revision));
  return revision;
}

/** A choice for each change. */
function resolveChoices(changes: readonly LessonChange[], chosen: Publication['choices']): ReadonlyMap<string, ChangeChoice> {
  const choices = new Map(changes.map((change) => [change.lessonId, change.default]));
  for (const [index, { lessonId, choice }] of chosen.entries()) {
    const change = changes.find((one) => one.lessonId === lessonId);
    if (!change?.choices.includes(choice)) {
      const message = { en: 'This lesson has no such choice', ru: 'Для этого урока такого выбора нет' };
      throw fail(changeNotFound, { errors: [{ pointer: `/body/choices/${index}`, message }] });
    }
    choices.set(lessonId, choice);
  }
  return choices;
}
