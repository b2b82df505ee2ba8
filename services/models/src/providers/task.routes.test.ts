import * as contract from '@lyceum/contracts/models/model-task';
import { asStaff, asUser } from '@lyceum/testing/actors';
import { buildProvider, newSpace, openAiSettings } from '../../test/factories.ts';
import { service } from '../../test/models-service.ts';

const put = (as: ReturnType<typeof newSpace>['as'], providers: string[], headers = {}) =>
  service.call(contract.putTask, { as, params: { task: 'program' }, body: { providers }, headers });

it('lists every task, done by the outline until an administrator says otherwise', async () => {
  const { as } = newSpace();
  const before = await service.call(contract.listTasks, { as });
  expect(before.body.items).toEqual(contract.modelTasks.map((task) => ({ task, providers: ['outline'], version: 0 })));
  const { id } = await buildProvider(openAiSettings(), { as });
  await put(as, [id, 'outline']);
  const after = await service.call(contract.listTasks, { as });
  expect(after.body.items).toContainEqual({ task: 'program', providers: [id, 'outline'], version: 1 });
  expect(after.body.items).toContainEqual({ task: 'program-block', providers: ['outline'], version: 0 });
});

it('keeps the order as given, and versions it', async () => {
  const { as } = newSpace();
  const [one, two] = [await buildProvider(openAiSettings(), { as }), await buildProvider(openAiSettings(), { as })];
  const first = await put(as, [one.id, two.id], { 'if-match': '"0"' });
  expect([first.status, first.headers['etag']]).toEqual([200, '"1"']);
  expect((await put(as, [two.id.toUpperCase(), one.id], { 'if-match': '"0"' })).status).toBe(412);
  const second = await put(as, [two.id.toUpperCase(), one.id], { 'if-match': '"1"' });
  expect(second.body).toEqual({ task: 'program', providers: [two.id, one.id], version: 2 });
});

it('lets one of two first changes win', async () => {
  const { as } = newSpace();
  const responses = await Promise.all([1, 2, 3].map(() => put(as, ['outline'], { 'if-match': '"0"' })));
  expect(responses.map(({ status }) => status).toSorted()).toEqual([200, 412, 412]);
});

it('answers 404 for a provider there is not, or not in this space', async () => {
  const { as } = newSpace();
  const other = await buildProvider(openAiSettings(), { as: newSpace().as });
  const own = await buildProvider(openAiSettings(), { as });
  const response = await put(as, [own.id, other.id]);
  expect([response.status, response.body.code]).toEqual([404, 'model_provider.not_found']);
  expect((await service.call(contract.listTasks, { as })).body.items).toContainEqual({
    task: 'program',
    providers: ['outline'],
    version: 0,
  });
});

it('answers 400 to no providers, too many, names that are no ids and tasks there are not', async () => {
  const { as } = newSpace();
  const send = (task: string, providers: unknown) =>
    service.http
      .put(`/api/v1/models/tasks/${task}`)
      .set('authorization', `Bearer ${service.token(as)}`)
      .send({ providers });
  expect((await send('program', [])).status).toBe(400);
  expect((await send('program', Array(11).fill('outline'))).status).toBe(400);
  expect((await send('program', ['gpt'])).status).toBe(400);
  expect((await send('dancing', ['outline'])).status).toBe(400);
});

it('answers 401 to nobody and 403 to everybody but administrators', async () => {
  const send = (as?: ReturnType<typeof asUser>) => [
    service.call(contract.listTasks, as ? { as } : {}),
    service.call(contract.putTask, { params: { task: 'program' }, body: { providers: ['outline'] }, ...(as && { as }) }),
  ];
  for (const request of send()) expect((await request).status).toBe(401);
  for (const request of [...send(asUser()), ...send(asStaff())]) expect((await request).status).toBe(403);
});
