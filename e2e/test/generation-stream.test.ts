import { fillPath } from '@lyceum/common/client';
import { streamGeneration } from '@lyceum/contracts/program-generation/generation';
import { login } from '@lyceum/contracts/tokens/session';
import { readEvents } from '@lyceum/testing/event-stream';
import { createApi } from '../src/api.ts';
import { orderProgram, waitUntilReady } from '../src/programs.ts';
import { type PrivateStack, startPrivateStack } from './private-stack.ts';

let stack: PrivateStack;
let id: string;
let token: string;

beforeAll(async () => {
  stack = await startPrivateStack();
  const api = createApi(stack.gatewayUrl);
  token = (await api.call(login, { body: stack.demo })).body.accessToken;
  const program = await orderProgram(api, token);
  await waitUntilReady(api, token, program);
  id = program.id;
}, 90_000);
afterAll(() => stack?.stop());

/** What a generation, in whatever process it runs, does to its programme. */
async function change(changes: string): Promise<void> {
  await stack.sql(`UPDATE program_generation.programs SET ${changes}, version = version + 1 WHERE id = $1`, [id]);
}

describe('the events of a generation', () => {
  it.each(['text/event-stream', '*/*'])('reach a client that accepts %s through the gateway one by one', async (accept) => {
    await change("state = 'generating', document = NULL, progress = 0");
    const response = await fetch(stack.gatewayUrl + fillPath(streamGeneration, { programId: id }, {}), {
      headers: { accept, authorization: `Bearer ${token}` },
    });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const events = readEvents(response);
    expect((await events.next()).value).toMatchObject({ data: { generation: { state: 'generating', progress: 0 } } });
    // Each change is made only when the one before has arrived: nothing on the way waits for more.
    for (const progress of [40, 80]) {
      await change(`progress = ${progress}`);
      expect((await events.next()).value).toMatchObject({ data: { generation: { state: 'generating', progress } } });
    }
    await change("state = 'cancelled'");
    expect((await events.next()).value).toMatchObject({ data: { generation: { state: 'cancelled', progress: 80 } } });
    expect((await events.next()).done).toBe(true);
  });
});
