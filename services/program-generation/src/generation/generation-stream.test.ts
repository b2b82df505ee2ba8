import { fillPath } from '@lyceum/common/client';
import { cancelGeneration, generationEvent, streamGeneration } from '@lyceum/contracts/program-generation/generation';
import { deleteProgram, getProgram } from '@lyceum/contracts/program-generation/program';
import { asUser, type TestActor } from '@lyceum/testing/actors';
import { readEvents } from '@lyceum/testing/event-stream';
import { buildProgram, buildReadyProgram } from '../../test/factories.ts';
import { service } from '../../test/program-generation-service.ts';

function open(as: TestActor, programId: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(service.url + fillPath(streamGeneration, { programId }, {}), {
    headers: { authorization: `Bearer ${service.token(as)}`, accept: 'text/event-stream', ...headers },
  });
}

describe('GET /programs/:programId/events', () => {
  it('tells the state as it is, then each change in growing versions, and ends with the generation', async () => {
    const owner = asUser();
    const program = await buildProgram(service, owner);
    const events = readEvents(await open(owner, program.id));
    const first = await events.next();
    expect(first.value).toMatchObject({ id: '1', data: { programId: program.id, generation: { state: 'queued', progress: 0 } } });
    await service.runJobs();
    const rest = [];
    for await (const { id, data } of events) rest.push({ id: Number(id), ...generationEvent.parse(data) });
    expect(rest.at(-1)).toMatchObject({ generation: { state: 'ready', progress: 100 } });
    const versions = [1, ...rest.map(({ id }) => id)];
    expect(versions).toEqual([...new Set(versions)].sort((one, other) => one - other));
  });

  it('ends when the generation is cancelled, and says so', async () => {
    const owner = asUser();
    const program = await buildProgram(service, owner);
    const events = readEvents(await open(owner, program.id));
    await events.next();
    await service.call(cancelGeneration, { as: owner, params: { programId: program.id } });
    expect((await events.next()).value).toMatchObject({ data: { generation: { state: 'cancelled' } } });
    expect((await events.next()).done).toBe(true);
  });

  it('answers 204 to whoever has seen the end', async () => {
    const owner = asUser();
    const { id } = await buildReadyProgram(service, owner);
    const { version } = (await service.call(getProgram, { as: owner, params: { programId: id } })).body;
    expect((await open(owner, id, { 'last-event-id': `${version}` })).status).toBe(204);
    expect((await open(owner, id, { 'last-event-id': 'nonsense' })).status).toBe(200);
  });

  it('tells the state at once also to whoever comes again, and the end to all who wait', async () => {
    const owner = asUser();
    const program = await buildProgram(service, owner);
    const watchers = await Promise.all(
      [{ 'last-event-id': '1' }, { 'last-event-id': '99' }, {}].map((headers) => open(owner, program.id, headers)),
    );
    const streams = watchers.map((response) => readEvents(response));
    for (const events of streams) expect((await events.next()).value).toMatchObject({ id: '1' });
    await service.call(cancelGeneration, { as: owner, params: { programId: program.id } });
    for (const events of streams) {
      expect((await events.next()).value).toMatchObject({ data: { generation: { state: 'cancelled' } } });
      expect((await events.next()).done).toBe(true);
    }
  });

  it('ends when the programme is deleted', async () => {
    const owner = asUser();
    const program = await buildProgram(service, owner);
    const events = readEvents(await open(owner, program.id));
    await events.next();
    await service.call(deleteProgram, { as: owner, params: { programId: program.id } });
    expect((await events.next()).done).toBe(true);
  });

  it('does not show the programme of a stranger', async () => {
    const program = await buildProgram(service, asUser());
    const response = await open(asUser(), program.id);
    expect(await response.json()).toMatchObject({ status: 404, code: 'program.not_found' });
  });
});
