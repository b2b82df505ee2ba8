import { putTask } from '@lyceum/contracts/models/model-task';
import { createProvider } from '@lyceum/contracts/models/provider';
import { createProgram, getProgram } from '@lyceum/contracts/program-generation/program';
import type { ServiceName } from '@lyceum/contracts/services';
import { confirmEmail } from '@lyceum/contracts/tokens/registration';
import { login } from '@lyceum/contracts/tokens/session';
import { type OpenAiDouble, startOpenAiDouble } from '@lyceum/llm/testing/openai-double';
import { type Api, createApi } from '../src/api.ts';
import { type Mailbox, openMailbox } from '../src/mailbox.ts';
import { registerByMail } from '../src/people.ts';
import { poll } from '../src/poll.ts';
import { type PrivateStack, startPrivateStack } from './private-stack.ts';
import { type ServiceProcess, startServiceProcess } from './service-process.ts';

let stack: PrivateStack;
let api: Api;
let mailbox: Mailbox;
let double: OpenAiDouble | undefined;
const processes = new Map<ServiceName, ServiceProcess>();

/** Starts a service, or starts it again, as a process that can be killed. */
async function start(name: ServiceName): Promise<ServiceProcess> {
  const started = await startServiceProcess(name, stack.toEnvironment(name));
  processes.set(name, started);
  return started;
}

function running(name: ServiceName): ServiceProcess {
  const found = processes.get(name);
  if (!found) throw new Error(`${name} does not run`);
  return found;
}

beforeAll(async () => {
  stack = await startPrivateStack();
  api = createApi(stack.gatewayUrl);
  mailbox = await openMailbox(stack.mailUrl ?? '');
  for (const name of ['tokens', 'users', 'program-generation'] as const) {
    await stack.services.get(name)?.stop();
    await start(name);
  }
}, 90_000);

afterAll(async () => {
  await Promise.all([...processes.values()].map((one) => one.kill()));
  await stack?.stop();
  await double?.stop();
}, 30_000);

/** Makes the next statement of this kind take a minute, in the middle of which the process can be killed. */
async function slowDown(table: string, when: string): Promise<void> {
  const deferred = when.startsWith('COMMIT');
  const timing = deferred ? 'AFTER INSERT' : `BEFORE ${when}`;
  const seconds = deferred ? 2 : 60;
  await stack.sql(`CREATE FUNCTION public.slow() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN PERFORM pg_sleep(${seconds}); RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END; END $$`);
  await stack.sql(
    `CREATE ${deferred ? 'CONSTRAINT' : ''} TRIGGER slow ${timing} ON ${table} ${deferred ? 'DEFERRABLE INITIALLY DEFERRED' : ''}
     FOR EACH ROW EXECUTE FUNCTION public.slow()`,
  );
}

/** Ends statements that still sleep and takes the trigger away. */
async function speedUp(): Promise<void> {
  await stack.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'");
  await stack.sql('DROP FUNCTION public.slow CASCADE');
}

const sleeping = () =>
  poll('a statement that sleeps', 15_000, async () => {
    const rows = await stack.sql("SELECT pid FROM pg_stat_activity WHERE wait_event = 'PgSleep'");
    return rows.length > 0 || undefined;
  });

/** Whose account is opened, and announced, by `confirm`. */
const registerSomebody = () => registerByMail(api, mailbox, 'Kill Drill', 'en');
const confirm = (token: string) => api.call(confirmEmail, { body: { token } });

const profiles = (email: string) => stack.sql('SELECT id FROM users.profiles WHERE email = $1', [email]);

/** The event had its effect, and once: one profile, one note of the handler, nothing left to send. */
async function expectOneProfile(email: string): Promise<void> {
  await poll('the profile', 40_000, async () => (await profiles(email)).length > 0 || undefined);
  await poll('an empty outbox', 20_000, async () => (await stack.sql('SELECT 1 FROM tokens.outbox')).length === 0 || undefined);
  expect(await profiles(email)).toHaveLength(1);
  const notes = await stack.sql("SELECT message_id FROM users.inbox WHERE handler = 'users.create-profile'");
  const all = await stack.sql('SELECT id FROM users.profiles');
  expect(notes).toHaveLength(all.length);
}

describe('kill -9', () => {
  it('between the commit and the publication: the event is sent by the next process', async () => {
    const { email, token } = await registerSomebody();
    await stack.backing.servers.rabbitmq.stop();
    await confirm(token);
    expect(await stack.sql("SELECT name FROM tokens.outbox WHERE name = 'tokens.account-registered.v1'")).toHaveLength(1);
    await running('tokens').kill();
    await stack.backing.servers.rabbitmq.start();
    await start('tokens');
    await expectOneProfile(email);
  }, 90_000);

  it('after the publication, before the outbox forgets it: the second delivery changes nothing', async () => {
    const { email, token } = await registerSomebody();
    await slowDown('tokens.outbox', 'DELETE');
    await confirm(token);
    await sleeping();
    await poll('the first delivery', 15_000, async () => (await profiles(email)).length === 1 || undefined);
    await running('tokens').kill();
    await speedUp();
    await start('tokens');
    await expectOneProfile(email);
  }, 60_000);

  it('in a handler, before its commit: the effect comes from the next process', async () => {
    const { email, token } = await registerSomebody();
    await slowDown('users.profiles', 'INSERT');
    await confirm(token);
    await sleeping();
    await running('users').kill();
    await speedUp();
    expect(await profiles(email)).toEqual([]);
    await start('users');
    await expectOneProfile(email);
  }, 60_000);

  it('in a handler, after its commit and before the broker hears of it: the second delivery changes nothing', async () => {
    const { email, token } = await registerSomebody();
    await slowDown('users.profiles', 'COMMIT');
    await confirm(token);
    await sleeping();
    // Stopped while it waits for the answer to COMMIT, it will never read that answer.
    running('users').signal('SIGSTOP');
    await poll('the commit', 15_000, async () => (await profiles(email)).length === 1 || undefined);
    await running('users').kill();
    await speedUp();
    await start('users');
    await expectOneProfile(email);
  }, 60_000);

  it('in the middle of a job: it runs again and its programme becomes ready once', async () => {
    const token = (await api.call(login, { body: stack.demo })).body.accessToken;
    await slowDown('program_generation.program_versions', 'INSERT');
    const { body: program } = await api.call(createProgram, {
      token,
      body: {
        title: 'Kill drill',
        kind: 'course-plan',
        audience: 'All',
        level: 'beginner',
        hours: 8,
        topics: ['One'],
        language: 'en',
      },
    });
    await sleeping();
    await running('program-generation').kill();
    await speedUp();
    await start('program-generation');
    const state = () => stack.sql<{ state: string }>('SELECT state FROM program_generation.programs WHERE id = $1', [program.id]);
    await poll('the programme', 60_000, async () => (await state())[0]?.state === 'ready' || undefined);
    const mails = () => stack.sql("SELECT status FROM notifications.mails WHERE kind = 'program-ready'");
    await poll('the mail', 20_000, async () => (await mails()).length > 0 || undefined);
    expect(await mails()).toHaveLength(1);
  }, 120_000);

  it('in the middle of calls of a language model: no step that is done is paid for again', async () => {
    const token = (await api.call(login, { body: stack.demo })).body.accessToken;
    double = await startOpenAiDouble();
    const settings = { kind: 'openai-compatible', name: 'Double', baseUrl: double.baseUrl, model: 'test-model' } as const;
    const { body: provider } = await api.call(createProvider, { token, body: { settings: { ...settings, maxConcurrency: 1 } } });
    await api.call(putTask, { token, params: { task: 'program' }, body: { providers: [provider.id] } });
    const [answers, hangs] = [{ mode: 'normal' }, { mode: 'stall', at: 'start' }] as const;
    double.next([answers, answers, hangs, answers, hangs]);
    const { body: ordered } = await api.call(createProgram, {
      token,
      body: {
        title: 'Kill drill with a model',
        kind: 'general-development',
        audience: 'All',
        level: 'beginner',
        hours: 36,
        topics: ['One', 'Two', 'Three'],
        language: 'en',
      },
    });
    const { requests } = double;
    const calls = () =>
      requests
        .filter(({ route, status, aborted }) => route === 'chat' && status === 200 && !aborted)
        .map(({ body }) => JSON.stringify(body));
    const paid: string[] = [];
    const steps = () => stack.sql('SELECT key FROM program_generation.program_steps WHERE program_id = $1', [ordered.id]);
    for (const [asked, done] of [
      [3, 2],
      [5, 3],
    ] as const) {
      await double.arrived(asked);
      await poll('the steps that are done', 10_000, async () => (await steps()).length === done || undefined);
      paid.push(...calls().slice(paid.length));
      await running('program-generation').kill();
      await start('program-generation');
    }
    const ready = await poll('the programme', 60_000, async () => {
      const { body } = await api.call(getProgram, { token, params: { programId: ordered.id } });
      return body.generation.state === 'ready' ? body : undefined;
    });
    expect([ready.generation.models, ready.errors]).toEqual([['Double/test-model'], 0]);
    // A call that was granted its place at the moment of the kill may be answered to nobody and be asked again: it is no step that is done.
    expect(paid).toHaveLength(3);
    expect(calls().length).toBeGreaterThan(4);
    expect(calls().filter((call) => paid.includes(call))).toEqual(paid);
  }, 180_000);

  it('is not needed: SIGTERM lets a process finish and exit 0', async () => {
    expect(await running('users').terminate()).toBe(0);
    await start('users');
  }, 60_000);
});
