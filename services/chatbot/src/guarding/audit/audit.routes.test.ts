import { randomUUID } from 'node:crypto';
import { newId } from '@lyceum/common/database';
import { listTutorAudit } from '@lyceum/contracts/chatbot/tutor-audit';
import { asAdmin, asStaff } from '@lyceum/testing/actors';
import { service } from '../../../test/chatbot-service.ts';
import { AuditEntryEntity } from './audit-entry.entity.ts';
import { purgeAuditJob, purgeAuditSchedule } from './purge-audit.job.ts';
import { recordAudit } from './record-audit.ts';

const moment = new Date('2026-11-30T10:00:00.000Z');
beforeEach(() => service.clock.set(moment));
afterAll(() => service.clock.reset());

const buildSpace = () => `school-${randomUUID().slice(0, 8)}`;

const record = (space: string, entry: Parameters<typeof recordAudit>[2]) =>
  service.rows((db) => recordAudit(db, service.context(space), entry), space);

type AuditQuery = NonNullable<Parameters<typeof service.call<typeof listTutorAudit>>[1]>['query'];

const list = (space: string, query: AuditQuery = {}) => service.call(listTutorAudit, { as: asAdmin({ space }), query });

const toActions = ({ body }: { body: { items: { action: string }[] } }) => body.items.map(({ action }) => action);

describe('GET /chat/audit', () => {
  it('answers 200 with entries of the space, the newest first, in pages', async () => {
    const space = buildSpace();
    const [personId, courseId, conversationId] = [newId(), newId(), newId()];
    await record(space, { personId, action: 'question-refused', code: 'tutor.daily_limit', courseId, conversationId });
    service.clock.advance(1_000);
    await record(space, { personId, action: 'conversation-shared', conversationId });
    await record(buildSpace(), { personId, action: 'teacher-joined' });
    const first = await list(space, { limit: 1 });
    expect([first.status, toActions(first)]).toEqual([200, ['conversation-shared']]);
    const second = await list(space, { limit: 1, cursor: first.body.nextCursor });
    expect(second.body.items).toEqual([
      {
        ...{ id: expect.any(String), personId, action: 'question-refused', code: 'tutor.daily_limit', courseId },
        ...{ conversationId, createdAt: '2026-11-30T10:00:00.000Z' },
      },
    ]);
    expect(second.body.nextCursor).toBeNull();
  });

  it('answers by person, course, action and time', async () => {
    const space = buildSpace();
    const [anna, boris, courseId] = [newId(), newId(), newId()];
    await record(space, { personId: anna, action: 'settings-changed', courseId });
    service.clock.advance(60_000);
    await record(space, { personId: boris, action: 'alert-resolved', courseId });
    service.clock.advance(60_000);
    await record(space, { personId: boris, action: 'settings-changed' });
    expect(toActions(await list(space, { personId: anna }))).toEqual(['settings-changed']);
    expect(toActions(await list(space, { courseId }))).toEqual(['alert-resolved', 'settings-changed']);
    expect(toActions(await list(space, { action: 'alert-resolved' }))).toEqual(['alert-resolved']);
    const from = '2026-11-30T10:01:00Z';
    expect(toActions(await list(space, { from }))).toEqual(['settings-changed', 'alert-resolved']);
    expect(toActions(await list(space, { from, to: from }))).toEqual(['alert-resolved']);
  });

  it('answers 400 to an action that there is not, and 403 to staff', async () => {
    const wrong = await list('main', { action: 'sung' as 'teacher-joined' });
    expect([wrong.status, wrong.body.code]).toEqual([400, 'request.invalid']);
    expect((await service.call(listTutorAudit, { as: asStaff() })).status).toBe(403);
  });
});

it('deletes entries after 400 days, in every space', async () => {
  const [one, other] = [buildSpace(), buildSpace()];
  const count = (space: string) => service.rows((db) => db.count(AuditEntryEntity), space);
  await record(one, { personId: newId(), action: 'teacher-joined' });
  await record(other, { personId: newId(), action: 'teacher-joined' });
  service.clock.advance(400 * 86_400_000);
  await record(one, { personId: newId(), action: 'teacher-replied' });
  await purgeAuditJob.run({}, service.jobRun());
  expect([await count(one), await count(other)]).toEqual([2, 1]);
  service.clock.advance(1);
  await purgeAuditJob.run({}, service.jobRun());
  expect([await count(one), await count(other)]).toEqual([1, 0]);
  expect(purgeAuditSchedule.everySeconds).toBe(86_400);
});
