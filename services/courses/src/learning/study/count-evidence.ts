import type { Actor, Context } from '@lyceum/common/context';
import { publish } from '@lyceum/common/outbox';
import { type StudyEvidence, type sendEvidence, studyDayCounted } from '@lyceum/contracts/courses/study';
import { type EntityManager, In } from 'typeorm';
import type { z } from 'zod';
import { findTimeZones } from '../../enrolling/person/find-time-zones.ts';
import { completeLesson } from '../progress/complete-lesson.ts';
import { LessonProgressEntity, type LessonProgressRow } from '../progress/lesson-progress.entity.ts';
import { lockStudy } from '../progress/lock-study.ts';
import { presentProgress } from '../progress/present-progress.ts';
import { isFinished } from './add-to-progress.ts';
import { createToDay } from './calendar.ts';
import { countPiece } from './count-piece.ts';
import { findSessions, type StudiedSession } from './find-sessions.ts';
import { type Refusal, toWindow } from './judge-evidence.ts';
import { loadStudyDays } from './study-days.ts';
import { StudyEvidenceEntity, type StudyEvidenceRow } from './study-evidence.entity.ts';

type Answer = z.input<typeof sendEvidence.response>;
type Result = Answer['results'][number];

/**
 * Counts what a person reports, each piece once, and finishes the lessons that it is enough for. With `playedIn` the player of the
 * library reports what was played of the video of that lesson; sessions of others are unknown to it.
 */
export async function countEvidence(
  db: EntityManager,
  ctx: Context,
  actor: Pick<Actor, 'id'>,
  evidence: readonly StudyEvidence[],
  { playedIn }: { playedIn?: string } = {},
): Promise<Answer> {
  await lockStudy(db, actor.id);
  const now = ctx.now();
  const sessionIds = [...new Set(evidence.map(({ sessionId }) => sessionId))];
  const sessions = await findSessions(db, { personId: actor.id, ...(playedIn && { lessonId: playedIn }) }, sessionIds);
  const byPlayer = playedIn !== undefined;
  const known = await findKnown(db, evidence, sessions);
  const days = await loadStudyDays(
    db,
    actor.id,
    evidence.flatMap((piece) => toWindows(piece, sessions)),
  );
  const progress = await findProgress(db, [...sessions.values()]);
  const rows: StudyEvidenceRow[] = [];
  const results = new Map<StudyEvidence, Result>();
  /** The last session of each lesson whose evidence counted. */
  const counting = new Map<string, StudiedSession>();

  // In the order in which it was studied, whatever order it comes in.
  const toStart = ({ sessionId, from }: StudyEvidence) => (sessions.get(sessionId)?.openedAt ?? 0) + from;
  for (const piece of evidence.toSorted((one, other) => toStart(one) - toStart(other))) {
    const { id, sessionId } = piece;
    const key = toKey(sessionId, id);
    const session = sessions.get(sessionId);
    if (known.has(key)) {
      results.set(piece, { id, result: 'repeated', reason: null, seconds: 0 });
      continue;
    }
    const lessonKey = session && toLessonKey(session);
    const before = lessonKey && progress.get(lessonKey);
    if (!session || !lessonKey || !before) {
      results.set(piece, toRefused(piece, 'unknown-session'));
      continue;
    }
    const window = toWindow(piece, session);
    const outcome = countPiece(piece, session, { before, counted: days.getCounted(window), now: now.getTime(), byPlayer });
    if (outcome.refusal !== null) {
      results.set(piece, toRefused(piece, outcome.refusal));
      continue;
    }
    const { countedMs, after } = outcome;
    days.add(window);
    known.add(key);
    rows.push(toRow(piece, window, countedMs, now));
    progress.set(lessonKey, after);
    counting.set(lessonKey, session);
    results.set(piece, { id, result: 'counted', reason: null, seconds: countedMs / 1000 });
  }

  if (rows.length > 0) {
    await db.insert(StudyEvidenceEntity, rows);
    const toDay = createToDay((await findTimeZones(db, [actor.id]))(actor.id));
    for (const day of await days.save(toDay))
      await publish(db, ctx, studyDayCounted, { personId: actor.id, day, occurredAt: now });
  }
  const studied = new Map([...sessions.values()].map((session) => [toLessonKey(session), session]));
  const lessons: Answer['lessons'] = [];
  for (const [key, { lesson }] of studied) {
    const session = counting.get(key);
    const reported = progress.get(key);
    if (!reported) continue;
    lessons.push({
      id: lesson.id,
      progress: presentProgress(session ? await saveProgress(db, ctx, session, reported) : reported),
    });
  }
  return { results: evidence.flatMap((piece) => results.get(piece) ?? []), lessons };
}

const toKey = (...ids: readonly string[]) => ids.join(' ');

const toLessonKey = ({ enrolment, lesson }: StudiedSession) => toKey(enrolment.id, lesson.id);

const toRefused = ({ id }: StudyEvidence, reason: Refusal): Result => ({ id, result: 'refused', reason, seconds: 0 });

function toWindows(piece: StudyEvidence, sessions: ReadonlyMap<string, StudiedSession>) {
  const session = sessions.get(piece.sessionId);
  return session ? [toWindow(piece, session)] : [];
}

async function findKnown(
  db: EntityManager,
  evidence: readonly StudyEvidence[],
  sessions: ReadonlyMap<string, StudiedSession>,
): Promise<Set<string>> {
  const rows = await db.find(StudyEvidenceEntity, {
    select: { sessionId: true, id: true },
    where: { sessionId: In([...sessions.keys()]), id: In(evidence.map(({ id }) => id)) },
  });
  return new Set(rows.map(({ sessionId, id }) => toKey(sessionId, id)));
}

async function findProgress(db: EntityManager, sessions: readonly StudiedSession[]): Promise<Map<string, LessonProgressRow>> {
  const rows = await db.findBy(LessonProgressEntity, {
    enrolmentId: In(sessions.map(({ enrolment }) => enrolment.id)),
    lessonId: In(sessions.map(({ lesson }) => lesson.id)),
  });
  return new Map(rows.map((row) => [toKey(row.enrolmentId, row.lessonId), row]));
}

function toRow(
  { id, sessionId, played }: StudyEvidence,
  [from, to]: readonly [number, number],
  countedMs: number,
  now: Date,
): StudyEvidenceRow {
  return {
    ...{ id, sessionId, startedAt: new Date(from), endedAt: new Date(to), countedMs: Math.round(countedMs), receivedAt: now },
    playedFrom: played?.from ?? null,
    playedTo: played?.to ?? null,
  };
}

async function saveProgress(
  db: EntityManager,
  ctx: Context,
  session: StudiedSession,
  progress: LessonProgressRow,
): Promise<LessonProgressRow> {
  const { enrolment, revision, lesson, duration, heldFrom } = session;
  const { enrolmentId, lessonId, versionId, played, position } = progress;
  const activeMs = Math.round(progress.activeMs);
  await db.update(LessonProgressEntity, { enrolmentId, lessonId }, { versionId, activeMs, played, position });
  const isHeld = heldFrom === null || heldFrom <= ctx.now().getTime();
  if (!isHeld || !isFinished(lesson, progress, duration)) return progress;
  return completeLesson(db, ctx, { enrolment, revision, lesson }, progress);
}
