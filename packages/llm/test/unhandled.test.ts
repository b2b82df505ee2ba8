import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { DoubleMode } from '@lyceum/testing/double-mode';
import { gigachatUnderTest, openAiUnderTest } from './model-under-test.ts';

const modes: readonly DoubleMode[] = [
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

it('leaves no rejection unhandled and writes nothing, however providers and callers behave', async () => {
  const tests = [
    await gigachatUnderTest({ timeoutSeconds: 1 }, { scope: 'GIGACHAT_API_CORP' }),
    await openAiUnderTest({ timeoutSeconds: 1 }),
    await gigachatUnderTest({ timeoutSeconds: 1 }, { tls: 'other-authority' }),
    await openAiUnderTest({ timeoutSeconds: 1 }, { tls: 'other-authority' }),
  ];
  const child = fork(new URL('./call-every-way.ts', import.meta.url), {
    execPath: process.execPath,
    execArgv: ['--no-warnings=ExperimentalWarning'],
    silent: true,
  });
  const written = Promise.all([text(child.stdout ?? []), text(child.stderr ?? [])]);
  const ended = once(child, 'exit');
  for (const { double, settings, secrets } of tests) {
    for (const mode of modes) {
      double.always(mode);
      expect(await ask(child, { settings: { ...settings, scope: undefined, ...scopeOf(settings) }, key: secrets[0] })).toHaveLength(5);
      double.clear();
    }
  }
  child.disconnect();
  expect(await ended).toEqual([0, null]);
  expect(await written).toEqual(['', '']);
  for (const test of tests) await test.stop();
});

function scopeOf() {}
async function ask(child: ChildProcess, order: object): Promise<unknown> {
  const answered = once(child, 'message');
  child.send(order);
  return (await Promise.race([answered, once(child, 'exit')]))[0];
}
