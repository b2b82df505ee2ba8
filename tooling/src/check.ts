import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { toolEnvironment } from './config.ts';

const root = join(import.meta.dirname, '../..');

/** Scripts of the root package; turbo skips one whose input has passed before. */
const cached = (script: string) => ['turbo', 'run', script, '--output-logs=errors-only', '--log-prefix=none'] as const;

/** The longest first, as two run at a time. */
const steps = [
  { title: 'types', command: cached('typecheck') },
  { title: 'repository rules', command: ['node', 'tooling/src/check-repo.ts'] },
  { title: 'API documents', command: ['node', 'tooling/src/check-openapi.ts'] },
  { title: 'promises', command: cached('lint:promises') },
  { title: 'format and lint', command: cached('lint') },
  { title: 'dead code', command: cached('knip') },
  { title: 'boundaries', command: ['turbo', 'boundaries'] },
] as const;

async function run([program, ...args]: readonly [string, ...string[]]): Promise<{ passed: boolean; output: string }> {
  const child = spawn(program, args, { cwd: root, env: toolEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ passed: code === 0, output }));
  });
}

const waiting = [...steps];
const failures: { title: string; output: string }[] = [];

async function work(): Promise<void> {
  for (let step = waiting.shift(); step; step = waiting.shift()) {
    const start = performance.now();
    const { passed, output } = await run(step.command);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`${passed ? 'ok    ' : 'FAILED'}  ${step.title.padEnd(18)} ${seconds.padStart(5)} s`);
    if (!passed) failures.push({ title: step.title, output });
  }
}

await Promise.all([work(), work()]);
for (const { title, output } of failures) console.log(`\n${title}:\n${output}`);
if (failures.length > 0) process.exitCode = 1;
