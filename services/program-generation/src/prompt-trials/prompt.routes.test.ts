import { randomUUID } from 'node:crypto';
import {
  getPromptTrial,
  listPrompts,
  type Prompt,
  prompt,
  putPrompt,
  resetPrompt,
  tryPrompt,
} from '@lyceum/contracts/program-generation/prompt';
import { asAdmin, type TestActor } from '@lyceum/testing/actors';
import { z } from 'zod';
import { buildProgram, buildProgramRequest } from '../../test/factories.ts';
import { readProgram, runAttempt, service, takeGeneration } from '../../test/generation-service.ts';
import { askProvider, openAiSchool, stopDoubles } from '../../test/school.ts';

afterAll(stopDoubles);

const params = { name: 'frame', language: 'ru' } as const;
const newAdmin = (locale: TestActor['locale'] = 'en') => asAdmin({ space: `s-${randomUUID().slice(0, 8)}`, locale });

async function read(as: TestActor, { name, language } = params): Promise<Prompt> {
  const { body } = await service.call(listPrompts, { as });
  const items = z.object({ items: z.array(prompt) }).parse(body).items;
  const found = items.find((item) => item.name === name && item.language === language);
  if (!found) throw new Error('the prompt is not listed');
  return found;
}

const shouting = (text: string) => text.replace('Ты – методист', 'ТЫ – МЕТОДИСТ');

describe('GET /programs/prompts', () => {
  it('lists every prompt in both languages with its variables in the language of the reader', async () => {
    const admin = newAdmin('ru');
    const { body } = await service.call(listPrompts, { as: admin });
    expect(body.items).toHaveLength(10);
    expect(await read(admin)).toMatchObject({ baseVersion: 1, overridden: false, outdated: false, version: 0 });
    expect((await read(admin)).variables).toContainEqual({ name: 'title', description: 'Название программы', required: true });
  });
});

describe('PUT /programs/prompts/:name/:language', () => {
  it('holds in its space from the next question on, until it is reset', async () => {
    const school = await openAiSchool();
    const before = await read(school.admin);
    const text = shouting(before.text);
    const { status, body } = await service.call(putPrompt, { as: school.admin, params, body: { text } });
    expect([status, body]).toMatchObject([200, { text, overridden: true, outdated: false, baseVersion: 1, version: 1 }]);
    expect((await read(newAdmin())).overridden).toBe(false);

    const owner = school.teacher();
    const program = await buildProgram(service, owner);
    await runAttempt(await takeGeneration(program));
    expect((await readProgram(owner, program)).generation.state).toBe('ready');
    expect(JSON.stringify(school.double.requests[0]?.body)).toContain('ТЫ – МЕТОДИСТ');

    const reset = await service.call(resetPrompt, { as: school.admin, params });
    expect(reset.body).toMatchObject({ text: before.text, overridden: false, version: 2 });
    expect((await read(school.admin)).text).toBe(before.text);
  });

  it('answers 422 with what is wrong, in the language of the administrator', async () => {
    const admin = newAdmin('ru');
    const text = `${(await read(admin)).text}\n{{hour}}`;
    const { status, body } = await service.call(putPrompt, { as: admin, params, body: { text } });
    expect([status, body.code, body.errors]).toEqual([
      422,
      'prompt.invalid',
      [{ pointer: '/body/text', message: 'Неизвестная переменная {{hour}}.' }],
    ]);
    expect((await read(admin)).overridden).toBe(false);
  });

  it('answers 412 to an administrator who has not seen the last change', async () => {
    const admin = newAdmin();
    const { text } = await read(admin);
    const put = (etag: string) =>
      service.call(putPrompt, { as: admin, params, body: { text: shouting(text) }, headers: { 'if-match': etag } });
    const both = await Promise.all([put('"0"'), put('"0"')]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 412]);
    expect((await service.call(resetPrompt, { as: admin, params, headers: { 'if-match': '"0"' } })).status).toBe(412);
    expect((await put('"1"')).headers['etag']).toBe('"2"');
  });
});

describe('a trial of a prompt', () => {
  async function runTrial(admin: TestActor, { name = 'frame', language = 'ru', request = undefined as unknown } = {}) {
    const of = { name, language } as typeof params; // one of the prompts
    const { text } = await read(admin, of);
    const body = { text: shouting(text), ...(request === undefined ? {} : { request: buildProgramRequest() }) };
    const started = await service.call(tryPrompt, { as: admin, params: of, body });
    expect([started.status, started.body.status]).toEqual([202, 'queued']);
    await service.runJobs();
    const trial = await service.call(getPromptTrial, { as: admin, params: { trialId: started.body.id } });
    return trial.body;
  }

  it.each(['frame', 'module', 'questions', 'conditions', 'block'])('shows what both prompts for %s lead to', async (name) => {
    const school = await openAiSchool();
    askProvider(school, { task: 'prompt-trial' });
    const trial = await runTrial(school.admin, { name });
    expect(trial).toMatchObject({ name, status: 'ready', current: { failure: null }, candidate: { failure: null } });
    expect(trial.current.text).toContain('Ты – методист');
    expect(trial.candidate.text).toContain('ТЫ – МЕТОДИСТ');
    for (const side of [trial.current, trial.candidate]) {
      expect(side).toMatchObject({ output: expect.any(Object), model: expect.stringContaining('test-model') });
      expect(side.tokens).toBeGreaterThan(0);
      expect(side.text).not.toMatch(/\{\{|undefined/);
    }
    expect(school.double.count()).toBe(2);
    expect((await read(school.admin)).overridden).toBe(false);
  });

  it('runs on an order of the administrator, and in English', async () => {
    const school = await openAiSchool();
    askProvider(school, { task: 'prompt-trial' });
    const own = await runTrial(school.admin, { request: true });
    expect(own.current.text).toContain(buildProgramRequest().title);
    const english = await runTrial(school.admin, { language: 'en' });
    expect(english.current.text).toContain('Digital tools for teachers');
  });

  it('shows why a side has no answer, and asks the other one', async () => {
    const school = await openAiSchool();
    askProvider(school, { task: 'prompt-trial' });
    school.double.next({ mode: 'blacklist' });
    const trial = await runTrial(school.admin);
    expect(trial).toMatchObject({ status: 'ready', current: { output: null, failure: expect.stringContaining('отказалась') } });
    expect(trial.candidate.failure).toBeNull();
  });

  it('says so when no model is set up', async () => {
    const { current, candidate } = await runTrial(newAdmin());
    for (const side of [current, candidate]) expect(side.failure).toContain('не настроена языковая модель');
  });

  it('is not known in another space', async () => {
    const admin = newAdmin();
    const { id } = await runTrial(admin);
    const get = (as: TestActor, trialId: string) => service.call(getPromptTrial, { as, params: { trialId } });
    expect((await get(newAdmin(), id)).body.code).toBe('prompt.trial_not_found');
  });

  it('is not started with a text that has faults', async () => {
    const { status, body } = await service.call(tryPrompt, { as: newAdmin(), params, body: { text: 'Придумай программу' } });
    expect([status, body.code]).toEqual([422, 'prompt.invalid']);
  });
});
