import type { Program } from '@lyceum/contracts/program-generation/program';
import { createProposal, getProposal, type Proposal, proposal } from '@lyceum/contracts/program-generation/proposal';
import { plausibleAnswer } from '@lyceum/llm/testing/doubles/model-answer';
import type { TestActor } from '@lyceum/testing/actors';
import { z } from 'zod';
import { buildProgram } from '../../test/factories.ts';
import { readProgram, service } from '../../test/generation-service.ts';
import { askNobody, askProvider, gigaChatSchool, openAiSchool, type School, stopDoubles } from '../../test/school.ts';

afterAll(stopDoubles);

/** A ready outline, and an order to write one of its blocks anew that has been carried out. */
async function propose(
  school: School,
  block: (program: Program) => string,
  { as = school.teacher(), instruction = 'Добавь примеры из школьной практики' } = {},
): Promise<{ program: Program; result: Proposal; owner: TestActor }> {
  const program = await buildProgram(service, as, { topics: ['Логика', 'Графы'], hours: 36 });
  askNobody(school);
  await service.runJobs();
  const params = { programId: program.id };
  const ready = await readProgram(as, program);
  const created = await service.call(createProposal, { as, params, body: { block: block(ready), instruction } });
  expect(created.status).toBe(202);
  await service.runJobs();
  const { body } = await service.call(getProposal, { as, params: { ...params, proposalId: created.body.id } });
  return { program: ready, result: proposal.parse(body), owner: as };
}

const firstTopic = ({ document }: Program) => `topic:${document?.modules[0]?.topics[0]?.id}`;

async function withModels<Some extends School>(school: Some): Promise<Some> {
  askProvider(school, { task: 'program-block' });
  return school;
}

describe('a block that models write anew', () => {
  it.each([
    ['GigaChat', () => gigaChatSchool()],
    ['an OpenAI-compatible server', () => openAiSchool()],
  ] as const)('is proposed by %s, which sees the instruction, the outline and what stands beside it', async (_name, build) => {
    const school = await withModels<School>(await build());
    const { result, program } = await propose(school, firstTopic);
    expect(result).toMatchObject({ status: 'open', failure: null, model: expect.stringContaining('school') });
    expect(result.diff.map(({ pointer }) => pointer)).toEqual(expect.not.arrayContaining([expect.stringMatching(/hours|\/id$/)]));
    expect(result.diff).not.toEqual([]);
    const [asked] = school.double.requests.filter(({ route }) => route === 'chat');
    const question = JSON.stringify(asked?.body);
    expect(question).toContain('Добавь примеры из школьной практики');
    expect(question).toContain(program.document?.modules.at(-1)?.title);
    expect(school.double.count()).toBe(1);
  });

  it('is mended by the model when its answer has faults', async () => {
    const school = await withModels(await openAiSchool());
    let calls = 0;
    school.double.answerWith(({ schema, messages }) => {
      calls += 1;
      const answer = z.looseObject({}).parse(plausibleAnswer(schema, JSON.stringify(messages)));
      return calls === 1 ? { ...answer, content: [] } : answer;
    });
    const { result } = await propose(school, firstTopic);
    expect(result.status).toBe('open');
    expect(calls).toBe(2);
  });

  it('fails with the reason when the model refuses', async () => {
    const school = await withModels(await gigaChatSchool());
    school.double.always({ mode: 'blacklist' });
    const { result } = await propose(school, firstTopic);
    expect(result).toMatchObject({ status: 'failed', failure: { code: 'refused' }, model: null });
  });

  it.each([
    ['ru', 'не настроена языковая модель'],
    ['en', 'No language model is set up'],
  ] as const)('fails where no model is set up, and says so in %s', async (locale, message) => {
    const school = await openAiSchool();
    const as = { ...school.teacher(), locale };
    const { result } = await propose(school, firstTopic, { as });
    expect(result.failure).toEqual({ code: 'no-model', message: expect.stringContaining(message) });
    expect(school.double.count()).toBe(0);
  });

  it('is paid by whoever asked for it', async () => {
    const school = await openAiSchool();
    const as = school.teacher();
    askProvider(school, { task: 'program-block', budget: { tokensLeft: 0, of: as.id } });
    const { result } = await propose(school, firstTopic, { as });
    expect(result.failure?.code).toBe('budget-exhausted');
  });

  it('is not asked for when it is computed', async () => {
    const school = await withModels(await openAiSchool());
    const { result } = await propose(school, () => 'calendar');
    expect(result).toMatchObject({ status: 'failed', failure: { code: 'not-text' } });
    expect(school.double.count()).toBe(0);
  });
});
