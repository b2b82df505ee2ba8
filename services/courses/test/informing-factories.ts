import { type Announcement, createAnnouncement } from '@lyceum/contracts/courses/announcement';
import { mailRequested } from '@lyceum/contracts/notifications/mail';
import type { TestActor } from '@lyceum/testing/actors';
import type { z } from 'zod';
import { service } from './courses-service.ts';

type AnnouncementInput = z.input<typeof createAnnouncement.body>;

export const tryAnnounce = (
  as: TestActor,
  courseId: string,
  body: Partial<AnnouncementInput> = {},
  headers: Record<string, string> = {},
) =>
  service.call(createAnnouncement, {
    as,
    params: { courseId },
    body: { title: 'Перенос занятия', text: 'Занятие **завтра**.', ...body },
    headers,
  });

/** An announcement that is published at once unless one says otherwise. */
export async function announce(as: TestActor, courseId: string, body: Partial<AnnouncementInput> = {}): Promise<Announcement> {
  const { status, body: announcement } = await tryAnnounce(as, courseId, body);
  if (status !== 201) throw new Error(`${status}: ${JSON.stringify(announcement)}`);
  return announcement;
}

/** Mails of a kind that were asked for, in the order they were. */
export async function listMails(kind: string, accountId?: string) {
  const events = await service.outbox(mailRequested.name);
  return events
    .map(({ payload }) => mailRequested.schema.parse(payload))
    .filter((mail) => mail.kind === kind && (accountId === undefined || mail.accountId === accountId));
}

/** Ids of the people who were mailed about a course, each as often as they were. */
export async function listMailed(kind: string, courseId: string): Promise<string[]> {
  const mails = await listMails(kind);
  return mails.filter(({ letters }) => letters.en.action?.path.includes(courseId)).map(({ accountId }) => accountId);
}

/** Many people nobody knows more of, in the last revision of a course. */
export async function fillCourse(courseId: string, count: number, enrolledAt = service.clock.now()): Promise<string[]> {
  const rows = await service.rows((db) =>
    db.query<{ person_id: string }[]>(
      `INSERT INTO enrolments (id, course_id, person_id, revision_id, source, status, enrolled_at, percent)
       SELECT gen_random_uuid(), r.course_id, gen_random_uuid(), r.id, 'self', 'active', $3, 0
       FROM (SELECT * FROM course_revisions WHERE course_id = $1 AND variant = 0 ORDER BY number DESC LIMIT 1) r,
         generate_series(1, $2::int)
       RETURNING person_id`,
      [courseId, count, enrolledAt],
    ),
  );
  return rows.map((row) => row.person_id);
}
