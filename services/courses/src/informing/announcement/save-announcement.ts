import type { Actor, Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import { fail } from '@lyceum/common/errors';
import {
  announcementPublished,
  announcementTooMany,
  type createAnnouncement,
  maxAnnouncements,
  type updateAnnouncement,
} from '@lyceum/contracts/courses/announcement';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { findCohort } from '../../enrolling/cohort/find-cohort.ts';
import { AnnouncementEntity, type AnnouncementRow } from './announcement.entity.ts';
import { composeTexts } from './compose-texts.ts';
import { publishIfDue } from './publish-announcement.ts';

/** Publishes it at once, unless it is for later. The caller holds the lock of the course. Fails with `cohort.not_found` and `announcement.too_many`. */
export async function insertAnnouncement(
  db: EntityManager,
  ctx: Context,
  actor: Actor,
  courseId: string,
  { title, text, cohortId, publishAt }: z.output<typeof createAnnouncement.body>,
): Promise<AnnouncementRow> {
  if (cohortId !== null) await findCohort(db, courseId, cohortId);
  if ((await db.countBy(AnnouncementEntity, { courseId })) >= maxAnnouncements) throw fail(announcementTooMany);
  const announcement: AnnouncementRow = {
    ...{ id: newId(), courseId, cohortId, title, ...composeTexts(text), status: 'scheduled', createdBy: actor.id },
    ...{ publishAt: toMoment(publishAt, ctx.now()), publishedAt: null, readers: 0, version: 1 },
  };
  await db.insert(AnnouncementEntity, announcement);
  return publishIfDue(db, ctx, announcement);
}

/** The caller holds the lock of the announcement. Fails with `cohort.not_found` and `announcement.published`. */
export async function changeAnnouncement(
  db: EntityManager,
  ctx: Context,
  current: AnnouncementRow,
  { title, text, cohortId, publishAt }: z.output<typeof updateAnnouncement.body>,
): Promise<AnnouncementRow> {
  if (current.status === 'published' && (cohortId !== undefined || publishAt !== undefined)) throw fail(announcementPublished);
  if (cohortId) await findCohort(db, current.courseId, cohortId);
  const changes = {
    ...(title !== undefined && { title }),
    ...(text !== undefined && composeTexts(text)),
    ...(cohortId !== undefined && { cohortId }),
    ...(publishAt !== undefined && { publishAt: toMoment(publishAt, ctx.now()) }),
    version: current.version + 1,
  };
  await db.update(AnnouncementEntity, { id: current.id }, changes);
  return publishIfDue(db, ctx, { ...current, ...changes });
}

/** What is to be published at once sorts by when it was. */
function toMoment(publishAt: string | null, now: Date): Date {
  const wanted = publishAt === null ? now : new Date(publishAt);
  return wanted < now ? now : wanted;
}
