import { cancelGeneration, programGenerated, resumeGeneration } from '@lyceum/contracts/program-generation/generation';
import { deleteProgram, type Program } from '@lyceum/contracts/program-generation/program';
import { countCalls } from '@lyceum/llm/testing/test-models';
import type { TestActor } from '@lyceum/testing/actors';
import { eventually } from '@lyceum/testing/eventually';
import { z } from 'zod';
import { buildProgram } from '../../test/factories.ts';
import { readProgram, runAttempt, service, type TakenJob, takeGeneration } from '../../test/generation-service.ts';
import { answeredTimes, gigaChatSchool, openAiSchool, type School, stopDoubles } from '../../test/school.ts';
import { claimRun } from './program-run.ts';
import { heartbeatTimeoutMs } from './queue-generation.ts';

afterAll(stopDoubles);
afterEach(() => service.clock.reset());

async function order(school: School, { owner = school.teacher(), title = 'Дискретная математика' } = {}) {
  const program = await buildProgram(service, owner, { title, topics: ['Логика', 'Множества', 'Графы'], hours: 36 });
  return { owner, program, job: await takeGeneration(program) };
}

async function getGeneration(owner: TestActor, program: Program) {
  return (await readProgram(owner, program)).generation;
}

async function published(program: Program) {
  return (await service.outbox(programGenerated.name)).filter(({ payload }) => payload['programId'] === program.id);
}

const cancel = (owner: TestActor, { id }: Program) => service.call(cancelGeneration, { as: owner, params: { programId: id } });
const resume = (owner: TestActor, { id }: Program) => service.call(resumeGeneration, { as: owner, params: { programId: id } });

function paidOnce({ double }: School): boolean {
  return answeredTimes(double).every((times) => times === 1);
}

const normal = { mode: 'normal' } as const;

/** An attempt with so many answers, in which no other question gets one before `letGo`; resolves when so many wait for one. */
async function startAndStall(
  school: School,
  job: TakenJob,
  { answers = 1, waiting = 1, signal = new AbortController().signal } = {},
) {
  const { double } = school;
  const asked = double.count();
  double.next(Array(answers).fill(normal));
  double.always({ mode: 'stall' });
  const running = runAttempt(job, { signal });
  await Promise.race([double.arrived(asked + answers + waiting), running]);
  return { running, letGo: () => double.always(normal) };
}

describe('a generation', () => {
  it('pays for no step twice when the process stops at every single question', async () => {
    const school = await gigaChatSchool();
    const { owner, program, job: first } = await order(school);
    let job = first;
    for (let attempts = 0; (await getGeneration(owner, program)).state !== 'ready'; attempts += 1) {
      expect(attempts).toBeLessThan(20);
      const stopping = new AbortController();
      const { running, letGo } = await startAndStall(school, job, { signal: stopping.signal });
      stopping.abort(new Error('the process stops'));
      await running;
      letGo();
      if ((await getGeneration(owner, program)).state === 'queued') job = await takeGeneration(program);
    }
    expect(paidOnce(school)).toBe(true);
    expect(await published(program)).toHaveLength(1);
  });

  it('passes to the attempt that comes after a crash, whatever the old process still does', async () => {
    const school = await openAiSchool();
    const { owner, program, job } = await order(school);
    const crashed = await startAndStall(school, job, { waiting: 4 });
    crashed.letGo();
    const restarted = runAttempt(job, { attempt: 2 });
    await crashed.running;
    await restarted;
    expect(await getGeneration(owner, program)).toMatchObject({ state: 'ready', progress: 100 });
    expect(paidOnce(school)).toBe(true);
    expect(await published(program)).toHaveLength(1);
  });

  it('shows what it works at and how far it is, in versions that grow', async () => {
    const school = await gigaChatSchool();
    const { owner, program, job } = await order(school);
    const seen: Program[] = [];
    const { running, letGo } = await startAndStall(school, job, { answers: 2 });
    seen.push(await readProgram({ ...owner, locale: 'ru' }, program));
    letGo();
    await running;
    seen.push(await readProgram(owner, program));
    expect(seen[0]?.generation).toMatchObject({ state: 'generating', step: expect.stringMatching(/одул|словия/) });
    const progress = seen.map(({ generation }) => generation.progress);
    expect(progress[0]).toBeGreaterThan(0);
    expect(progress).toEqual(progress.toSorted((one, other) => one - other));
    const versions = [program, ...seen].map(({ version }) => version);
    expect(versions).toEqual([...new Set(versions)].toSorted((one, other) => one - other));
  });

  it('is no business of another job than the newest', async () => {
    const school = await gigaChatSchool();
    const { owner, program, job: old } = await order(school);
    await cancel(owner, program);
    await resume(owner, program);
    const job = await takeGeneration(program);
    const { running, letGo } = await startAndStall(school, job);
    await runAttempt(old, { attempt: 2 });
    expect(school.double.inFlight()).toBe(1);
    letGo();
    await running;
    expect((await getGeneration(owner, program)).state).toBe('ready');
    expect(paidOnce(school)).toBe(true);
    await runAttempt(job, { attempt: 2 });
    expect(await published(program)).toHaveLength(1);
  });

  it('stops soon after it is cancelled, ends the call in flight, and goes on from there', async () => {
    const school = await gigaChatSchool();
    const { owner, program, job } = await order(school);
    const { running, letGo } = await startAndStall(school, job, { answers: 3 });
    const { status, body } = await cancel(owner, program);
    expect(status).toBe(200);
    expect(body.generation).toMatchObject({ state: 'cancelled', step: null, failure: null });
    // It ends although the model would never answer.
    await running;
    await school.double.idle();
    expect(school.double.requests.filter(({ aborted }) => aborted)).toHaveLength(1);
    letGo();

    expect((await resume(owner, program)).status).toBe(202);
    await runAttempt(await takeGeneration(program));
    expect((await getGeneration(owner, program)).state).toBe('ready');
    expect(paidOnce(school)).toBe(true);
  });

  it('does not begin when it is cancelled while it waits', async () => {
    const school = await openAiSchool();
    const { owner, program, job } = await order(school);
    await cancel(owner, program);
    await runAttempt(job);
    expect((await getGeneration(owner, program)).state).toBe('cancelled');
    expect(school.double.count()).toBe(0);
  });

  it('leaves nothing behind when its programme is deleted', async () => {
    const school = await gigaChatSchool();
    const { owner, program, job } = await order(school);
    const { running, letGo } = await startAndStall(school, job, { answers: 2 });
    const { status } = await service.call(deleteProgram, { as: owner, params: { programId: program.id } });
    expect(status).toBe(204);
    await running;
    letGo();
    const rows = await service.rows(
      (db) => db.query('SELECT 1 FROM program_steps UNION ALL SELECT 2 FROM program_runs'),
      school.space,
    );
    expect(rows).toEqual([]);
    expect(await published(program)).toEqual([]);
  });

  it('fails as ours when something else than a model fails in the last attempt', async () => {
    const school = await openAiSchool();
    const { owner, program, job } = await order(school);
    await service.rows(
      (db) =>
        db.query(
          `INSERT INTO program_exports (id, program_id, document_version, letterhead_version, format, profile, status, created_at)
           SELECT gen_random_uuid(), id, 1, 0, 'docx', 'gost-7.32', 'ready', now() FROM programs`,
        ),
      school.space,
    );
    await expect(runAttempt(job)).rejects.toThrow();
    expect((await getGeneration(owner, program)).state).toBe('generating');
    await expect(runAttempt(job, { attempt: 6, lastAttempt: true })).rejects.toThrow();
    expect(await getGeneration(owner, program)).toMatchObject({
      state: 'failed',
      failure: { code: 'internal', resumable: true },
    });
  });
});

describe('a generation whose job was given up by the queue', () => {
  const later = async () => {
    service.clock.advance(heartbeatTimeoutMs + 60_000);
    await service.runJobs();
  };

  it('fails after two looks at its silence, and can go on', async () => {
    const school = await openAiSchool();
    const { owner, program, job } = await order(school);
    const claim = () =>
      service.rows((db) => claimRun(db, service.context(school.space), { programId: program.id, jobId: job.id }), school.space);
    await claim();
    await later();
    expect((await getGeneration(owner, program)).state).toBe('generating');
    // Its process was away with all others and is back: the look before does not count any more.
    await claim();
    await later();
    expect((await getGeneration(owner, program)).state).toBe('generating');
    await later();
    expect(await getGeneration(owner, program)).toMatchObject({ state: 'failed', failure: { code: 'internal' } });

    await resume(owner, program);
    await runAttempt(await takeGeneration(program));
    expect((await getGeneration(owner, program)).state).toBe('ready');
  });

  it('is left alone while it waits or works', async () => {
    const school = await openAiSchool();
    const { owner, program, job } = await order(school);
    await later();
    await later();
    expect((await getGeneration(owner, program)).state).toBe('queued');
    const { running, letGo } = await startAndStall(school, job);
    for (const _ of [1, 2, 3]) {
      service.clock.advance(heartbeatTimeoutMs + 60_000);
      const at = service.clock.now();
      await eventually(async () => {
        const [run] = await service.rows<{ beat_at: Date }[]>((db) => db.query('SELECT beat_at FROM program_runs'), school.space);
        return run && run.beat_at >= at;
      });
      await service.runJobs();
    }
    letGo();
    await running;
    expect((await getGeneration(owner, program)).state).toBe('ready');
  });
});

describe('twenty generations at a provider that takes one request at a time', () => {
  it('take turns between people, keep the order of each, and never ask two questions at once', async () => {
    const school = await gigaChatSchool();
    const people = ['Анна', 'Борис', 'Вера'];
    const owners = people.map(() => school.teacher());
    const letGo = school.double.hold();
    const orders: Awaited<ReturnType<typeof order>>[] = [];
    const runs: Promise<void>[] = [];
    // Anna orders ten before anybody else comes.
    for (const [index, person] of [...Array(10).fill(0), ...Array(5).fill(1), ...Array(5).fill(2)].entries()) {
      const owner = owners[person] ?? school.teacher();
      const ordered = await order(school, { owner, title: `Программа ${index + 1}: ${people[person]}` });
      orders.push(ordered);
      runs.push(runAttempt(ordered.job));
      await eventually(async () => countCalls(school.space) === index + 1);
    }
    letGo();
    await Promise.all(runs);

    const titles = school.double.requests.flatMap(({ route, body }) =>
      route === 'chat' ? [/Программа \d+: \p{L}+/u.exec(JSON.stringify(z.looseObject({}).parse(body)))?.[0] ?? ''] : [],
    );
    // The first question was asked while nobody else waited.
    const turns = titles.slice(1, 16).map((title) => title.split(': ')[1]);
    expect(turns).toEqual(Array.from({ length: 15 }, (_, index) => people[index % 3]));
    for (const person of people) {
      const started = [...new Set(titles.filter((title) => title.endsWith(person)))];
      expect(started).toEqual(orders.map(({ program }) => program.title).filter((title) => title.endsWith(person)));
    }
    expect(school.double.maxInFlight()).toBe(1);
    const states = await Promise.all(orders.map(({ owner, program }) => getGeneration(owner, program)));
    expect(states.every(({ state }) => state === 'ready')).toBe(true);
    expect(paidOnce(school)).toBe(true);
  }, 60_000);
});
