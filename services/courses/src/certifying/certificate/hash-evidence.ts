import { createHash } from 'node:crypto';
import { type EntityManager, In } from 'typeorm';
import { StudyEvidenceEntity } from '../../learning/study/study-evidence.entity.ts';
import { StudySessionEntity } from '../../learning/study/study-session.entity.ts';
import { AttemptEntity } from '../../quizzing/quiz/attempt.entity.ts';

const sessionsAtOnce = 100;

/**
 * SHA-256 over the ledger of an enrolment: each session in which a lesson was open, each piece of evidence and each graded attempt as
 * a line of JSON with sorted keys. Whoever has the rows can show that they are what the certificate was issued for.
 */
export async function hashEvidence(db: EntityManager, enrolmentId: string): Promise<string> {
  const hash = createHash('sha256');
  const add = (kind: string, rows: readonly object[]) => {
    for (const row of rows) hash.update(`${toCanonicalJson({ kind, ...row })}\n`);
  };
  const sessions = await db.find(StudySessionEntity, { where: { enrolmentId }, order: { id: 'ASC' } });
  add('session', sessions);
  for (let from = 0; from < sessions.length; from += sessionsAtOnce) {
    const ids = sessions.slice(from, from + sessionsAtOnce).map(({ id }) => id);
    const order = { sessionId: 'ASC', id: 'ASC' } as const;
    add('evidence', await db.find(StudyEvidenceEntity, { where: { sessionId: In(ids) }, order }));
  }
  const attempts = await db
    .createQueryBuilder(AttemptEntity, 'attempt')
    .addSelect('attempt.items')
    .where({ enrolmentId, status: 'graded' })
    .orderBy('attempt.id', 'ASC')
    .getMany();
  // Without it where there is none, so that earlier certificates keep their hash.
  add(
    'attempt',
    attempts.map(({ regradedAt, ...attempt }) => ({ ...attempt, ...(regradedAt && { regradedAt }) })),
  );
  return hash.digest('hex');
}

/** One text for one value, in whatever order the database gives the members of its objects. */
function toCanonicalJson(value: object): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).toSorted(([one], [other]) => (one < other ? -1 : 1)));
  });
}
