import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { GigaChatDouble } from '../testing/gigachat-double.ts';
import { gigachatUnderTest, openAiUnderTest } from './model-under-test.ts';

const modes: readonly Parameters<GigaChatDouble['always']>[0][] = [
  { mode: 'normal' },
  { mode: 'slice', bytes: 3 },
  { mode: 'stall', at: 'start' },
  { mode: 'stall', at: 'middle' },
  { mode: 'reset', at: 'start' },
  { mode: 'reset', at: 'middle' },
  { mode: 'no-done' },
  { mode: 'no-done', finish: false },
  { mode: 'blacklist' },
  { mode: 'length' },
  { mode: 'invalid-json' },
  { mode: 'expired-token' },
  { mode: 'fail', status: 402 },
  { mode: 'fail', status: 413 },
  { mode: 'fail', status: 422 },
  { mode: 'fail', status: 429, retryAfter: 1 },
  { mode: 'fail', status: 500 },
];

it.each([
  ['gigachat', gigachatUnderTest],
  ['openai-compatible', openAiUnderTest],
] as const)('lets a process live and says nothing however a provider of kind %s and its callers behave', async (_kind, start) => {
  const child = fork(new URL('./call-every-way.ts', import.meta.url), { silent: true });
  const written = Promise.all(
    [child.stdout, child.stderr].map((stream) => (stream ? text(stream) : Promise.resolve('is not piped'))),
  );
  const ended = once(child, 'exit');
  const provider = await start({ timeoutSeconds: 0.5 });
  const strange = await start({}, { tls: 'other-authority' });
  try {
    for (const mode of modes) {
      provider.double.always(mode);
      expect(await callEveryWay(child, { settings: provider.settings, key: provider.secrets[0] })).toHaveLength(5);
    }
    const kinds = await callEveryWay(child, { settings: strange.settings, key: strange.secrets[0] });
    expect(kinds).toContain('certificate');
    child.disconnect();
    expect(await ended).toEqual([0, null]);
    expect(await written).toEqual(['', '']);
  } finally {
    child.kill();
    await provider.stop();
    await strange.stop();
  }
});

async function callEveryWay(child: ChildProcess, order: object): Promise<unknown> {
  const answered = once(child, 'message');
  child.send(order);
  const [kinds] = await Promise.race([answered, once(child, 'exit')]);
  return kinds;
}
