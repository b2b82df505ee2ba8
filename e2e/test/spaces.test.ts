import { randomUUID } from 'node:crypto';
import { fillPath } from '@lyceum/common/client';
import { listNotifications } from '@lyceum/contracts/notifications/notification';
import { exportProgram } from '@lyceum/contracts/program-generation/export';
import { createProgram, getProgram, listPrograms } from '@lyceum/contracts/program-generation/program';
import { confirmEmail, register } from '@lyceum/contracts/tokens/registration';
import { login, type Session } from '@lyceum/contracts/tokens/session';
import { createSpace } from '@lyceum/contracts/tokens/space';
import { getMe, updateMe } from '@lyceum/contracts/users/profile';
import fc from 'fast-check';
import { type Api, createApi } from '../src/api.ts';
import { openMailbox, waitForMail } from '../src/mailbox.ts';
import { waitForProfile } from '../src/people.ts';
import { poll } from '../src/poll.ts';
import { type PrivateStack, startPrivateStack } from './private-stack.ts';

const spaces = ['north', 'south'] as const;
const people = 3;
const writesPerSpace = 1000;
const ordersPerSpace = 40;

interface Member {
  readonly space: string;
  readonly token: string;
  readonly id: string;
  readonly email: string;
}

let stack: PrivateStack;
let main: Api;
const members: Member[] = [];
const ordered = new Map<string, Set<string>>(spaces.map((space) => [space, new Set()]));

const toApi = (space: string) => createApi(`${stack.gatewayUrl}/s/${space}`);

async function join(space: string, email: string): Promise<Member> {
  const api = toApi(space);
  const password = `password of ${space} is long`;
  await api.call(register, { body: { email, password, name: `Member of ${space}` } });
  const mailbox = await openMailbox(stack.mailUrl ?? '');
  const used = new Set(members.filter((member) => member.email === email).map((member) => member.token));
  const tokens: string[] = [];
  await waitForMail(mailbox, email, 'the confirmation', ({ text }) => {
    const token = /token=([\w-]+)/.exec(text)?.[1];
    if (token) tokens.push(token);
    return tokens.length > used.size;
  });
  // The same address is registered in both spaces: each mail has a token of one of them.
  for (const token of tokens) await api.send(confirmEmail, { body: { token } });
  const session: Session = (await api.call(login, { body: { email, password } })).body;
  const profile = await waitForProfile(api, session.accessToken);
  return { space, token: session.accessToken, id: profile.id, email };
}

beforeAll(async () => {
  stack = await startPrivateStack();
  main = createApi(stack.gatewayUrl);
  const token = (await main.call(login, { body: stack.demo })).body.accessToken;
  for (const id of spaces) await main.call(createSpace, { token, body: { id, title: `School ${id}` } });
  for (let person = 0; person < people; person += 1) {
    for (const space of spaces) members.push(await join(space, `member-${person}@lyceum.example`));
  }
}, 120_000);
afterAll(() => stack?.stop());

/** One random write of a random member of the space. */
async function write(space: string, kind: 'order' | 'rename', choice: number): Promise<void> {
  const candidates = members.filter((member) => member.space === space);
  const member = candidates[choice % candidates.length];
  if (!member) throw new Error(`nobody is in ${space}`);
  const api = toApi(space);
  if (kind === 'rename') {
    await api.call(updateMe, { token: member.token, body: { name: `${space} ${choice}`, about: `${space} ${randomUUID()}` } });
    return;
  }
  const { body } = await api.call(createProgram, {
    token: member.token,
    headers: { 'idempotency-key': `key-${choice}` },
    body: {
      title: `${space} ${choice}`,
      kind: 'course-plan',
      audience: space,
      level: 'beginner',
      hours: 8,
      topics: [space],
      language: 'en',
    },
  });
  ordered.get(space)?.add(body.id);
}

async function inParallel(tasks: readonly (() => Promise<void>)[], width: number): Promise<void> {
  const queue = [...tasks];
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (let task = queue.shift(); task; task = queue.shift()) await task();
    }),
  );
}

describe('two spaces with a thousand random writes in each at once', () => {
  beforeAll(async () => {
    const size = writesPerSpace * spaces.length;
    // Each once, because a choice is the key of its order: the repeat of one that still runs is refused.
    const different = fc.uniqueArray(fc.integer({ min: 0, max: 1_000_000 }), { minLength: size, maxLength: size });
    const choices = fc.sample(different, 1).flat();
    const tasks = choices.map(
      (choice, index) => () => write(spaces[index % 2] ?? 'north', index < ordersPerSpace * 2 ? 'order' : 'rename', choice),
    );
    await inParallel(tasks, 16);
    const unfinished = () => stack.sql("SELECT id FROM program_generation.programs WHERE state <> 'ready'");
    await poll('all programmes', 90_000, async () => (await unfinished()).length === 0 || undefined);
    for (const schema of ['users', 'notifications', 'program_generation']) {
      await poll(
        `an empty outbox of ${schema}`,
        30_000,
        async () => (await stack.sql(`SELECT 1 FROM ${schema}.outbox WHERE available_at <= now()`)).length === 0 || undefined,
      );
    }
  }, 180_000);

  it('list, count and read only their own', async () => {
    for (const { space, token } of members) {
      const api = toApi(space);
      let cursor: string | undefined;
      do {
        const { body } = await api.call(listPrograms, { token, query: { limit: 100, ...(cursor && { cursor }) } });
        for (const item of body.items) expect(item.title.split(' ')[0]).toBe(space);
        cursor = body.nextCursor ?? undefined;
      } while (cursor);
      const { body: mails } = await api.call(listNotifications, { token, query: { limit: 100 } });
      expect(mails.items.length).toBeGreaterThan(0);
      for (const { subject } of mails.items) expect(subject).not.toContain(space === 'north' ? 'south' : 'north');
      expect((await api.call(getMe, { token })).body.name.split(' ')[0]).toBe(space);
    }
  });

  it('answer 404 for what belongs to the other one, its export included', async () => {
    for (const { space, token } of members) {
      const foreign = [...(ordered.get(space === 'north' ? 'south' : 'north') ?? [])];
      for (const programId of foreign.slice(0, 10)) {
        expect((await toApi(space).send(getProgram, { token, params: { programId } })).status).toBe(404);
        expect((await toApi(space).send(exportProgram, { token, params: { programId } })).status).toBe(404);
      }
    }
  });

  it('refuse a token of the other one', async () => {
    for (const { space, token } of members) {
      const other = space === 'north' ? 'south' : 'north';
      expect((await toApi(other).send(getMe, { token })).status).toBe(403);
      // Without a space in the path the token decides.
      expect((await main.call(getMe, { token })).body.name.split(' ')[0]).toBe(space);
    }
  });

  it('refuse a client that names a space by the header of the gateway', async () => {
    const member = members[0];
    const response = await main.raw(fillPath(getMe, {}, {}), {
      headers: { authorization: `Bearer ${member?.token}`, 'x-lyceum-space': 'south' },
    });
    expect(getMe.response.parse(await response.json()).id).toBe(member?.id);
  });

  it('keep every row, copy, mail and object under the space it was written in', async () => {
    const getSpace = new Map(members.map(({ id, space }) => [id, space]));
    const rows = await stack.sql<{ space: string; owner: string }>(`
      SELECT space_id AS space, owner_id AS owner FROM program_generation.programs
      UNION ALL SELECT space_id, id FROM users.profiles
      UNION ALL SELECT space_id, id FROM notifications.recipients
      UNION ALL SELECT space_id, account_id FROM notifications.mails WHERE account_id IS NOT NULL`);
    const ours = rows.filter(({ owner }) => getSpace.has(owner));
    expect(ours.length).toBeGreaterThan(ordersPerSpace * 2);
    expect(ours.filter(({ owner, space }) => getSpace.get(owner) !== space)).toEqual([]);
    for (const { space, token } of members) {
      const { items } = (await toApi(space).call(listPrograms, { token, query: { limit: 1 } })).body;
      const programId = items[0]?.id;
      if (!programId) continue;
      const { body } = await toApi(space).call(exportProgram, { token, params: { programId } });
      expect(decodeURIComponent(new URL(body.location).pathname)).toContain(`/${space}/programs/${programId}/`);
    }
  });
});
