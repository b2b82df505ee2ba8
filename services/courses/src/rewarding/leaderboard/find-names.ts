import type { Actor } from '@lyceum/common/context';
import { courses } from '@lyceum/contracts/courses/course';
import type { EntityManager } from 'typeorm';

/**
 * Names of those whom the reader may see: who shows themselves to the space, and who has chosen nothing and is enrolled in the course,
 * or for the board of the space in any that the reader is enrolled in; who sees all courses sees all of these.
 */
export async function findNames(
  db: EntityManager,
  reader: Pick<Actor, 'id' | 'can'>,
  personIds: readonly string[],
  courseId: string | null,
): Promise<Map<string, string>> {
  const rows = await db.query<{ id: string; name: string }[]>(
    `SELECT person.id, person.name
     FROM people person LEFT JOIN leaderboard_participants choice ON choice.person_id = person.id
     WHERE person.id = ANY($1) AND (
       person.id = $2 OR coalesce(choice.visible, EXISTS (
         SELECT FROM enrolments theirs
         WHERE theirs.person_id = person.id AND theirs.status <> 'ended' AND (
           theirs.course_id = $3
           OR $3::uuid IS NULL AND ($4 OR theirs.course_id IN (
             SELECT course_id FROM enrolments WHERE person_id = $2 AND status <> 'ended'
           ))
         )
       ))
     )`,
    [personIds, reader.id, courseId, reader.can(courses.readAny)],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
