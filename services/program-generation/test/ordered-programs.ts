import { resumeGeneration } from '@lyceum/contracts/program-generation/generation';
import type { Program } from '@lyceum/contracts/program-generation/program';
import type { TestActor } from '@lyceum/testing/actors';
import { buildProgram } from './factories.ts';
import { readProgram, runAttempt, service, takeGeneration } from './generation-service.ts';
import { gigaChatSchool, openAiSchool, type School } from './school.ts';

export async function orderProgram(school: School, overrides = {}) {
  const owner = school.teacher();
  const program = await buildProgram(service, owner, { topics: ['Логика', 'Множества', 'Графы'], hours: 36, ...overrides });
  return { owner, program, job: await takeGeneration(program) };
}

export async function goOn(owner: TestActor, program: Program): Promise<Program> {
  const { status } = await service.call(resumeGeneration, { as: owner, params: { programId: program.id } });
  expect(status).toBe(202);
  await runAttempt(await takeGeneration(program));
  return readProgram(owner, program);
}

/** What a test expects of a programme that is there. */
export function ending({ generation: { state, failure }, findings }: Program) {
  return { state, failure, errors: findings.filter(({ severity }) => severity === 'error') };
}

export const whole = { state: 'ready', failure: null, errors: [] };

/** Calls for a programme of so many modules when none has to be repeated. */
export const callsFor = ({ document }: Program) => 2 * (document?.modules.length ?? 0) + 2;

const providers = {
  'GigaChat, forced function': () => gigaChatSchool({ structuredOutput: 'function-call' }),
  'GigaChat, json_schema': () => gigaChatSchool({ structuredOutput: 'json-schema' }, { profile: 'salute' }),
  'OpenAI-compatible, nested': () => openAiSchool({ structuredOutput: 'nested' }),
};

/** The same for every kind of provider, at the same time: most of it is waiting. */
export async function forEachProvider<Result>(run: (school: School) => Promise<Result>): Promise<[string, Result][]> {
  return Promise.all(
    Object.entries(providers).map(async ([name, build]) => [name, await run(await build())] as [string, Result]),
  );
}

export const everyProvider = <Result>(result: Result) => Object.keys(providers).map((name) => [name, result]);
