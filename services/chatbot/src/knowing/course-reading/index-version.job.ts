import { CallError } from '@lyceum/common/client';
import type { Context } from '@lyceum/common/context';
import { defineJob, handle, type JobHandler } from '@lyceum/common/jobs';
import { enqueue } from '@lyceum/common/outbox';
import type { OnBehalf, ServiceClient } from '@lyceum/common/service-client';
import { getLessonText } from '@lyceum/contracts/courses/tutor-access';
import { listCaptionCues } from '@lyceum/contracts/streaming/caption-cues';
import { type EntityManager, Not } from 'typeorm';
import { z } from 'zod';
import { embedVersion } from '../embedding/embed-version.job.ts';
import { KnownCourseEntity, type KnownCourseRow } from '../known-course/known-course.entity.ts';
import { LessonVersionEntity, type LessonVersionRow } from '../lesson-version/lesson-version.entity.ts';
import { helpCourseId } from '../passage/help-course.ts';
import { type PassageDraft, writePassages } from '../passage/write-passages.ts';
import { toCaptionPassages } from '../passage-text/caption-passages.ts';
import { toLessonPassages } from '../passage-text/lesson-passages.ts';

/** Reads a version of a lesson and writes its passages, if nobody has done so since `before`. */
export const indexVersion = defineJob(
  'chatbot.index-version',
  z.object({
    versionId: z.uuid(),
    /** When its captions changed: passages that are older are written anew. */
    changedAt: z.iso.datetime().optional(),
  }),
  { attempts: 8, backoffMs: 5_000, places: { perProcess: 2, perPerson: 2 } },
);

const timeoutMs = 30_000;

interface Known {
  readonly version: LessonVersionRow;
  readonly course: KnownCourseRow;
}

/** Asks courses for the text of a version and streaming for the captions of its video, and writes its passages. */
export function handleIndexVersion(services: ServiceClient): JobHandler {
  return handle(indexVersion, async ({ versionId, changedAt }, { ctx, read, transact, signal }) => {
    const known = await read((db) => findKnown(db, versionId));
    if (!known || isDone(known.version, changedAt)) return;
    const readAt = ctx.now();
    const asking = {
      onBehalf: toPublisher(known.course, ctx),
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    };
    const text = await ifThere(services.call('courses', getLessonText, { params: { versionId }, ...asking }));
    const videoId = text?.videoId ?? null;
    // First, so that a change of captions that comes while they are read finds the version.
    if (videoId !== known.version.videoId) await transact((db) => db.update(LessonVersionEntity, { id: versionId }, { videoId }));
    const drafts = text ? await readPassages(services, known, text, asking) : [];
    await transact(async (db) => {
      // Whoever deletes the course waits for this lock, or has been here before.
      const version = await db.findOne(LessonVersionEntity, { where: { id: versionId }, lock: { mode: 'pessimistic_write' } });
      if (!version || (version.indexedAt && version.indexedAt > readAt)) return;
      await db.update(LessonVersionEntity, { id: versionId }, { embeddingModel: null });
      await writePassages(db, version, drafts, readAt);
      await enqueue(db, ctx, embedVersion, { versionId });
    });
  });
}

/** Null of a help article, too: courses knows nothing of it. */
async function findKnown(db: EntityManager, versionId: string): Promise<Known | null> {
  const version = await db.findOneBy(LessonVersionEntity, { id: versionId, courseId: Not(helpCourseId) });
  const course = version && (await db.findOneBy(KnownCourseEntity, { id: version.courseId }));
  return version && course ? { version, course } : null;
}

const isDone = ({ indexedAt }: LessonVersionRow, changedAt: string | undefined): boolean =>
  indexedAt !== null && (changedAt === undefined || indexedAt > new Date(changedAt));

async function readPassages(
  services: ServiceClient,
  { version, course }: Known,
  { videoId, parts }: z.output<typeof getLessonText.response>,
  asking: { readonly onBehalf: OnBehalf; readonly signal: AbortSignal },
): Promise<PassageDraft[]> {
  const path = [course.title, version.title];
  const written = toLessonPassages(path, parts);
  if (videoId === null) return written;
  const { tracks } = await services.call('streaming', listCaptionCues, { params: { videoId }, ...asking });
  const track = tracks.find(({ language }) => language.split('-')[0] === course.language) ?? tracks[0];
  return [...written, ...toCaptionPassages(path, track?.cues ?? [])];
}

/** Neither endpoint looks at the person; where nobody is known to have published, the id of the course stands for them. */
const toPublisher = ({ id, publishedBy }: KnownCourseRow, { space, locale, requestId }: Context): OnBehalf => ({
  ...{ id: publishedBy ?? id, roles: [], space, locale, requestId },
});

/** A version that is gone has no words. */
async function ifThere<Found>(found: Promise<Found>): Promise<Found | null> {
  try {
    return await found;
  } catch (error) {
    if (error instanceof CallError && error.status === 404) return null;
    throw error;
  }
}
