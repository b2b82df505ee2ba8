import { randomUUID } from 'node:crypto';
import * as models from '@lyceum/contracts/models/provider';
import { createAttachment } from '@lyceum/contracts/program-generation/attachment';
import { createComment } from '@lyceum/contracts/program-generation/comment';
import { createExport } from '@lyceum/contracts/program-generation/export';
import * as programs from '@lyceum/contracts/program-generation/program';
import { listPrompts, tryPrompt } from '@lyceum/contracts/program-generation/prompt';
import { createProposal } from '@lyceum/contracts/program-generation/proposal';
import { createTemplate } from '@lyceum/contracts/program-generation/template';
import type { Role } from '@lyceum/contracts/shared/roles';
import { login } from '@lyceum/contracts/tokens/session';
import { createSpace } from '@lyceum/contracts/tokens/space';
import { contractValues } from '@lyceum/testing/contract-values';
import { type Api, createApi } from '../src/api.ts';
import { smallCourseWords } from '../src/largest/course-world.ts';
import { largestRequests } from '../src/largest/largest-requests.ts';
import { listOperations, type Operation } from '../src/largest/list-operations.ts';
import { openMailbox } from '../src/mailbox.ts';
import { registerAndConfirm } from '../src/people.ts';
import { poll } from '../src/poll.ts';
import { type PrivateStack, startPrivateStack } from './private-stack.ts';

/** What names a thing of the school that everybody in it may use, or nothing that anybody owns. */
const shared = ['useTemplate', 'putBudget', 'deleteBudget', 'putPrompt', 'resetPrompt', 'tryPrompt'];
/** Stands in every text of the owner's. */
const mark = `mark-${randomUUID()}`;

const operations = Object.values(listOperations(await contractValues())).flat();
/** Every other endpoint anybody may call. */
const closed = operations.filter(({ endpoint }) => !endpoint.open).map((operation) => [operation.name, operation] as const);

let stack: PrivateStack;
let main: Api;
let owner: string;
let things: Record<string, unknown>;
let before: programs.Program;

beforeAll(async () => {
  stack = await startPrivateStack();
  main = createApi(stack.gatewayUrl);
  owner = (await main.call(login, { body: stack.demo })).body.accessToken;
  await main.call(createSpace, { token: owner, body: { id: 'elsewhere', title: 'Elsewhere' } });
  things = await makeThings();
  before = await readProgram();
}, 120_000);
afterAll(() => stack?.stop());

const readProgram = async () => {
  const params = { programId: String(things['programId']) };
  return (await main.call(programs.getProgram, { token: owner, params })).body;
};

async function makeThings(): Promise<Record<string, unknown>> {
  const as = { token: owner };
  const words = { title: mark, audience: mark, topics: [mark] };
  const order = { ...words, kind: 'course-plan', level: 'beginner', hours: 8, language: 'en' } as const;
  const programId = (await main.call(programs.createProgram, { ...as, body: order })).body.id;
  const params = { programId };
  await poll('the programme', 60_000, async () => {
    const { generation } = (await main.call(programs.getProgram, { ...as, params })).body;
    return generation.state === 'ready' || undefined;
  });
  const [prompt] = (await main.call(listPrompts, as)).body.items;
  if (!prompt) throw new Error('there are no prompts');
  const { name, language, text } = prompt;
  const settings = { kind: 'openai-compatible', name: mark, baseUrl: 'http://127.0.0.1:1/v1', model: mark } as const;
  const file = { name: mark, type: 'text/plain', size: 1 } as const;
  const proposal = { block: 'aim', instruction: mark };
  const getId = async (answer: Promise<{ body: { id: string } }>) => (await answer).body.id;
  return {
    programId,
    commentId: await getId(main.call(createComment, { ...as, params, body: { text: mark } })),
    exportId: await getId(main.call(createExport, { ...as, params, body: { format: 'md' } })),
    proposalId: await getId(main.call(createProposal, { ...as, params, body: proposal })),
    templateId: await getId(main.call(createTemplate, { ...as, body: { programId, name: mark } })),
    trialId: await getId(main.call(tryPrompt, { ...as, params: { name, language }, body: { text } })),
    attachmentId: await getId(main.call(createAttachment, { ...as, body: file })),
    providerId: await getId(main.call(models.createProvider, { ...as, body: { settings } })),
  };
}

/** A new person who signs in with these roles. */
async function enter(space: string, roles: readonly Role[]): Promise<string> {
  const api = createApi(`${stack.gatewayUrl}/s/${space}`);
  const person = await registerAndConfirm(api, await openMailbox(stack.mailUrl ?? ''), 'Stranger', 'en');
  await stack.sql('UPDATE tokens.accounts SET roles = $1 WHERE email = $2', [roles, person.email]);
  return (await api.call(login, { body: { email: person.email, password: person.password } })).body.accessToken;
}

/** Asks for what the owner has, with a body that is allowed. */
async function attempt(operation: Operation, token?: string, prefix = ''): Promise<{ status: number; text: string }> {
  const { programId, attachmentId, providerId } = things;
  const choices = { attachments: [attachmentId], providers: [providerId], operations: [{ op: 'remove', path: '/modules/0' }] };
  const words = { block: 'aim', credits: null, limit: 100, logo: null, number: 1, resolved: 'false', timeZone: 'UTC' };
  const place = { ...things, ...smallCourseWords, ...words, ...choices, programId, 'exportProgram.letterhead': 'true' };
  const [request] = largestRequests(operation, [
    { kind: 'words', named: { ...place, 'compareVersions.from': 1, 'compareVersions.to': 1 } },
  ]);
  if (!request) throw new Error(`${operation.name} has no request`);
  const headers = { ...request.headers, ...(token && { authorization: `Bearer ${token}` }) };
  const { method, path, body } = request;
  const response = await main.raw(prefix + path, { method, headers, ...(body !== undefined && { body }) });
  return { status: response.status, text: await response.text() };
}

const namesThing = ({ endpoint }: Operation) => Object.keys(endpoint.params.shape).length > 0;

it.each(closed)('%s answers 401 to nobody and to an invented token', async (_name, operation) => {
  expect((await attempt(operation)).status).toBe(401);
  expect((await attempt(operation, 'a.b.c')).status).toBe(401);
});

it('answers 403 to a token without a role, whatever is asked', async () => {
  const token = await enter('main', []);
  for (const [name, operation] of closed.filter(([name]) => name !== 'logout')) {
    expect([name, (await attempt(operation, token)).status]).toEqual([name, 403]);
  }
});

it('shows and gives a person nothing of another one in the same space but what the school shares', async () => {
  const token = await enter('main', ['user']);
  for (const [name, operation] of closed.filter(([name]) => name !== 'logout' && name !== 'listTemplates')) {
    const { status, text } = await attempt(operation, token);
    if (namesThing(operation) && !shared.includes(name)) expect([name, [403, 404].includes(status)]).toEqual([name, true]);
    if (name !== 'useTemplate') expect([name, text.includes(mark)]).toEqual([name, false]);
  }
});

it('shows and gives the administrator of another space nothing of this one', async () => {
  const token = await enter('elsewhere', ['admin']);
  for (const [name, operation] of closed.filter(([name]) => name !== 'logout')) {
    const { status, text } = await attempt(operation, token);
    const isRefused = status === 403 || status === 404;
    if (namesThing(operation) && (name === 'useTemplate' || !shared.includes(name)))
      expect([name, isRefused]).toEqual([name, true]);
    expect([name, text.includes(mark)]).toEqual([name, false]);
  }
});

it('answers 403 where path and token name different spaces, whatever is asked', async () => {
  const elsewhere = await enter('elsewhere', ['admin']);
  for (const [name, operation] of closed) {
    expect([name, (await attempt(operation, owner, '/s/elsewhere')).status]).toEqual([name, 403]);
    expect([name, (await attempt(operation, elsewhere, '/s/main')).status]).toEqual([name, 403]);
  }
});

it('has left everything as it was', async () => {
  expect(await readProgram()).toEqual(before);
});
