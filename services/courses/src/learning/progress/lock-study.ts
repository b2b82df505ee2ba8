import type { EntityManager } from 'typeorm';

/**
 * Everything a person studies is counted one after the other, on whatever device, until the transaction ends: time counts once. An
 * author who publishes takes nobody along meanwhile.
 */
export function lockStudy(db: EntityManager, personId: string): Promise<void> {
  return lockStudies(db, [personId]);
}

/** The same of several people, always in one order, so that nobody waits in a circle. */
export async function lockStudies(db: EntityManager, personIds: readonly string[]): Promise<void> {
  for (const personId of [...new Set(personIds)].toSorted())
    await db.query("SELECT pg_advisory_xact_lock(hashtextextended('study ' || current_setting('app.space') || ' ' || $1, 0))", [
      personId,
    ]);
  await db.query('SELECT id FROM enrolments WHERE person_id = ANY($1) ORDER BY id FOR NO KEY UPDATE', [personIds]);
}
