import type { MailPreferenceKind } from '@lyceum/contracts/courses/mail-preference';
import type { EntityManager } from 'typeorm';

interface Mailed {
  readonly kind: MailPreferenceKind;
  /** The course the mail is about: who has muted it wants none. Absent for a mail about several. */
  readonly courseId?: string;
}

/** Those of these people who want mails of this kind. */
export async function findWanting(
  db: EntityManager,
  personIds: readonly string[],
  { kind, courseId }: Mailed,
): Promise<ReadonlySet<string>> {
  const rows = await db.query<{ person_id: string }[]>(
    `SELECT asked.person_id FROM unnest($1::uuid[]) AS asked (person_id)
     WHERE NOT EXISTS (SELECT FROM mail_preferences p WHERE p.person_id = asked.person_id AND NOT p.${kind})
       AND NOT EXISTS (
         SELECT FROM enrolments e WHERE e.course_id = $2 AND e.person_id = asked.person_id AND e.muted_at IS NOT NULL)`,
    [personIds, courseId ?? null],
  );
  return new Set(rows.map((row) => row.person_id));
}

/** The same of one person. */
export async function wantsMail(db: EntityManager, personId: string, mailed: Mailed): Promise<boolean> {
  return (await findWanting(db, [personId], mailed)).has(personId);
}
