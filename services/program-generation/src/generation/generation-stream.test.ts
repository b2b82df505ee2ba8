import { fillPath } from '@lyceum/common/client';
import { cancelGeneration, generationEvent, getProgram, streamGeneration } from '@lyceum/contracts/program-generation';
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

  it('does not show the programme of a stranger', async () => {
    const program = await buildProgram(service, asUser());
    const response = await open(asUser(), program.id);
    expect([response.status, (await response.json()).code]).toEqual([404, 'program.not_found']);
  });
});
