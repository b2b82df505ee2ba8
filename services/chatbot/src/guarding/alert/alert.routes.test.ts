import { randomUUID } from 'node:crypto';
import { newId } from '@lyceum/common/database';
import { listTutorAlerts, resolveTutorAlert } from '@lyceum/contracts/chatbot/tutor-alert';
import { asStaff, asUser } from '@lyceum/testing/actors';
import { service } from '../../../test/chatbot-service.ts';
import { AuditEntryEntity } from '../audit/audit-entry.entity.ts';
import { AlertEntity } from './alert.entity.ts';
import { raiseAlert } from './raise-alert.ts';

const moment = new Date('2026-11-30T10:00:00.000Z');
beforeEach(() => service.clock.set(moment));
afterAll(() => service.clock.reset());

const buildSpace = () => `school-${randomUUID().slice(0, 8)}`;

/** Alerts of one space, a minute apart; returns their ids, the newest first. */
async function buildAlerts(space: string, count: number): Promise<string[]> {
  for (let number = 0; number < count; number += 1) {
    const alert = { personId: newId(), courseId: null, conversationId: newId(), phrase: 'не хочу жить' };
    await service.rows((db) => raiseAlert(db, service.context(space), alert), space);
    service.clock.advance(60_000);
  }
  const alerts = await service.rows((db) => db.find(AlertEntity, { order: { createdAt: 'DESC' } }), space);
  return alerts.map(({ id }) => id);
}

const toIds = ({ body }: { body: { items: { id: string }[] } }) => body.items.map(({ id }) => id);

describe('GET /chat/alerts', () => {
  it('answers 200 with those of the space, the newest first, in pages and by status', async () => {
    const space = buildSpace();
    const [newest, middle, oldest] = await buildAlerts(space, 3);
    await buildAlerts(buildSpace(), 1);
    const as = asStaff({ space });
    const first = await service.call(listTutorAlerts, { as, query: { limit: 2 } });
    expect([first.status, toIds(first)]).toEqual([200, [newest, middle]]);
    expect(first.body.items[0]).toEqual({
      ...{ id: newest, personId: expect.any(String), courseId: null, conversationId: expect.any(String) },
      ...{ phrase: 'не хочу жить', status: 'open', note: '', resolvedBy: null, resolvedAt: null },
      createdAt: '2026-11-30T10:02:00.000Z',
    });
    expect(toIds(await service.call(listTutorAlerts, { as, query: { cursor: first.body.nextCursor } }))).toEqual([oldest]);
    await service.call(resolveTutorAlert, { as, params: { alertId: middle ?? '' }, body: {} });
    expect(toIds(await service.call(listTutorAlerts, { as, query: { status: 'open' } }))).toEqual([newest, oldest]);
    expect(toIds(await service.call(listTutorAlerts, { as, query: { status: 'resolved' } }))).toEqual([middle]);
  });

  it('answers 400 to a status that there is not, and 403 to learners', async () => {
    const wrong = await service.call(listTutorAlerts, { as: asStaff(), query: { status: 'lost' as 'open' } });
    expect([wrong.status, wrong.body.code]).toEqual([400, 'request.invalid']);
    expect((await service.call(listTutorAlerts, { as: asUser() })).status).toBe(403);
  });
});

describe('POST /chat/alerts/:alertId/resolve', () => {
  it('answers 200, keeps who did what, and notes it once however often it is said', async () => {
    const space = buildSpace();
    const [alertId = ''] = await buildAlerts(space, 1);
    const [anna, boris] = [asStaff({ space }), asStaff({ space })];
    const first = await service.call(resolveTutorAlert, { as: anna, params: { alertId }, body: { note: 'Позвонили' } });
    expect([first.status, first.body]).toEqual([
      200,
      expect.objectContaining({
        ...{ status: 'resolved', note: 'Позвонили', resolvedBy: anna.id, resolvedAt: '2026-11-30T10:01:00.000Z' },
      }),
    ]);
    const second = await service.call(resolveTutorAlert, { as: boris, params: { alertId }, body: { note: 'Ещё раз' } });
    expect([second.status, second.body]).toEqual([200, first.body]);
    const entries = await service.rows((db) => db.find(AuditEntryEntity, { order: { createdAt: 'ASC', id: 'ASC' } }), space);
    expect(entries.map(({ action }) => action)).toEqual(['alert-raised', 'alert-resolved']);
    expect(entries[1]?.personId).toBe(anna.id);
  });

  it('answers 404 to an alert of nobody or of another space, 400 to a note that is too long, 403 to learners', async () => {
    const [alertId = ''] = await buildAlerts(buildSpace(), 1);
    const resolve = (as = asStaff(), id = alertId, note = '') =>
      service.call(resolveTutorAlert, { as, params: { alertId: id }, body: { note } });
    const toCode = ({ status, body }: Awaited<ReturnType<typeof resolve>>) => [status, body.code];
    expect(toCode(await resolve())).toEqual([404, 'tutor_alert.not_found']);
    expect(toCode(await resolve(asStaff(), newId()))).toEqual([404, 'tutor_alert.not_found']);
    expect(toCode(await resolve(asStaff(), alertId, 'а'.repeat(1001)))).toEqual([400, 'request.invalid']);
    expect(toCode(await resolve(asUser()))).toEqual([403, 'auth.forbidden']);
  });
});
