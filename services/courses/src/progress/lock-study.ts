import type { EntityManager } from 'typeorm';

/**
 * Everything a person studies is counted one after the other, on whatever device, until the transaction ends: time counts once. An
 * author who publishes takes nobody along meanwhile.
 */
export async function lockStudy(db: EntityManager, personId: string): Promise<void> {
  await db.query("SELECT pg_advisory_xact_lock(hashtextextended('study ' || current_setting('app.space') || ' ' || $1, 0))", [
    personId,
  ]);
  await db.query('SELECT id FROM enrolments WHERE person_id = $1 ORDER BY id FOR NO KEY UPDATE', [personId]);
}
