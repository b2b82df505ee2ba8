import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { childEnvironment } from '@lyceum/dev-servers/config';
import { AlreadyLocked } from '@lyceum/dev-servers/processes/data-dir-lock';
import { temporaryDataDir } from '@lyceum/dev-servers/temporary-data-dir';
import { type RunningStack, startStack } from './stack.ts';
import { welcome } from './welcome.ts';

/** One of our commands as a process of its own. `ready` once it has printed the box of `npm start`, or ended. */
function launch(file: string, parameters: string[], variables: Record<string, string>) {
  const child = spawn(process.execPath, [join(import.meta.dirname, file), ...parameters], {
    env: childEnvironment(variables),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const boxed = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        if (said.includes('└')) resolve();
      });
    }
  });
  const closed = once(child, 'close').then(([code]) => ({ code, said }));
  return { child, closed, ready: Promise.race([boxed, closed]) };
}

const run = (file: string, parameters: string[] = [], variables: Record<string, string> = {}) =>
  launch(file, parameters, variables).closed;

describe('the stack in this process', () => {
  const dataDir = temporaryDataDir();
  const start = (fresh = false) => startStack({ dataDir, ports: 'free', throwaway: true, fresh });
  let stack: RunningStack;
  beforeAll(async () => {
    stack = await start();
  }, 90_000);
  afterAll(async () => {
    await stack.stop();
    rmSync(dataDir, { recursive: true });
  });

  const signIn = ({ email, password } = stack.demo) =>
    fetch(`${stack.gatewayUrl}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });

  it('is ready with its API, its docs and its mail page, and tells where they are', async () => {
    const pages = [`${stack.gatewayUrl}/ready`, stack.docs, stack.mailUrl ?? ''];
    expect(await Promise.all(pages.map(async (url) => (await fetch(url)).status))).toEqual([200, 200, 200]);
    const text = welcome(stack);
    for (const reported of [
      stack.gatewayUrl,
      stack.docs,
      stack.contentUrl,
      stack.mailUrl,
      stack.demo.email,
      stack.demo.password,
      stack.logFile,
    ]) {
      expect(text).toContain(reported);
    }
  });

  it.each(['/content/courses/launches/unknown/index.html', '/api/v1/courses', '/docs', '/ready'])(
    'answers a problem document at the address of content to %s',
    async (path) => {
      const answer = await fetch(stack.contentUrl + path);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'application/problem+json; charset=utf-8']);
      expect(await answer.json()).toMatchObject({ instance: path });
    },
  );

  it('tells courses where content is shown', () => {
    expect(stack.toEnvironment('courses')['CONTENT_URL']).toBe(stack.contentUrl);
  });

  it('lets the demo account sign in', async () => {
    expect((await signIn()).status).toBe(200);
  });

  it('tells a second start where the first one runs', async () => {
    const second = start();
    await expect(second).rejects.toThrow(AlreadyLocked);
    await expect(second).rejects.toMatchObject({ announcement: stack.gatewayUrl });
  });

  it('can be migrated again and redriven from the command line while it runs', async () => {
    const secrets: Record<string, string> = JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8'));
    const { postgres, rabbitmq } = stack.backing;
    const variables = {
      ...secrets,
      DATABASE_OWNER_URL: postgres.ownerUrl,
      RABBITMQ_URL: rabbitmq.url,
      RABBITMQ_QUEUE_TYPE: 'classic',
    };
    expect(await run('migrate.ts', [], variables)).toMatchObject({ code: 0, said: expect.stringContaining('"migrated"') });
    const incomplete = await run('migrate.ts', [], { ...variables, DATABASE_PASSWORD_USERS: '' });
    expect(incomplete).toMatchObject({ code: 1, said: expect.stringContaining('DATABASE_PASSWORD_USERS') });

    const redriven = await run('redrive.ts', ['users'], { LYCEUM_DATA_DIR: dataDir });
    expect(redriven).toEqual({ code: 0, said: '0 messages went back to users.\n' });
    expect(await run('redrive.ts', ['nobody'])).toMatchObject({
      code: 1,
      said: expect.stringContaining('npm run redrive -- <service>'),
    });
    const elsewhere = await run('redrive.ts', ['users'], { LYCEUM_DATA_DIR: `${dataDir}-elsewhere` });
    expect(elsewhere).toEqual({ code: 1, said: 'Lyceum does not run here and RABBITMQ_URL is not set.\n' });
  }, 30_000);

  it('keeps accounts and secrets over a restart, and none of them in the log', async () => {
    const { demo } = stack;
    await stack.stop();
    const log = readFileSync(stack.logFile, 'utf8');
    expect(log).toContain('"service":"gateway"');
    const secrets = Object.values(JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8')));
    expect(secrets.filter((secret) => log.includes(String(secret)))).toEqual([]);
    stack = await start();
    expect(stack.demo).toEqual(demo);
    expect((await signIn()).status).toBe(200);
  }, 90_000);

  it('begins anew when told to', async () => {
    const { demo } = stack;
    await stack.stop();
    stack = await start(true);
    expect(stack.demo.password).not.toBe(demo.password);
    expect([(await signIn()).status, (await signIn(demo)).status]).toEqual([200, 401]);
  }, 90_000);
});

describe('npm start', () => {
  // Nobody holds the lock after the kill: other test runs must not find the folder by its name.
  const dataDir = mkdtempSync(join(tmpdir(), 'lyceum-killed-'));
  const started: ReturnType<typeof launch>[] = [];
  const start = (...options: string[]) => {
    const command = launch('start.ts', options, { LYCEUM_DATA_DIR: dataDir });
    started.push(command);
    return command;
  };
  afterAll(async () => {
    // Also those that a failed test left running.
    for (const { child } of started) child.kill('SIGTERM');
    await Promise.all(started.map(({ closed }) => closed));
    rmSync(dataDir, { recursive: true, force: true });
  }, 30_000);

  it('prints its progress and the addresses, refuses a second start, comes back after kill -9 and stops when told', async () => {
    const first = start();
    await first.ready;
    const second = await start().closed;
    expect(second).toMatchObject({
      code: 1,
      said: expect.stringMatching(/^Lyceum is running already: http:\/\/localhost:\d+\n$/),
    });
    first.child.kill('SIGKILL');
    await first.closed;

    const third = start();
    await third.ready;
    third.child.kill('SIGTERM');
    const { code, said } = await third.closed;
    expect(code).toBe(0);
    expect(said).toMatch(
      /^Starting PostgreSQL[\s\S]*Ended what a killed run left behind[\s\S]*The database is migrated[\s\S]*Lyceum is ready[\s\S]*Stopping/m,
    );
  }, 120_000);

  it.each([
    ['--help', 0, /--fresh/],
    ['--frehs', 1, /There is no option --frehs/],
  ])('answers %s with exit code %i', async (option, code, text) => {
    expect(await start(option).closed).toMatchObject({ code, said: expect.stringMatching(text) });
  });

  it('names a wrong variable instead of a stack trace', async () => {
    const { code, said } = await run('start.ts', [], { LYCEUM_DATA_DIR: dataDir, LOG_LEVEL: 'loud' });
    expect(code).toBe(1);
    expect(said).toMatch(/^The configuration is not complete:\n {2}LOG_LEVEL: [^\n]*\n$/);
  });
});
