import { hash } from '@node-rs/argon2';
import { createPasswords } from './passwords.ts';

const secret = 's'.repeat(32);
const turn = { space: 'main', person: '192.0.2.1' };
const passwords = await createPasswords({ parallel: 2, queue: 100, secret });

it('hashes with argon2id, 19 MiB and two passes', async () => {
  expect(await passwords.hash('a password nobody has', turn)).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

it('hears every byte: one that differs after 72 is another password', async () => {
  const start = 'п'.repeat(36);
  const stored = await passwords.hash(`${start}a`, turn);
  expect(Buffer.byteLength(start)).toBe(72);
  expect(await passwords.verify(`${start}b`, stored, turn)).toBe(false);
  expect(await passwords.verify(start, stored, turn)).toBe(false);
  expect(await passwords.verify(`${start}a`, stored, turn)).toBe(true);
});

it.each([
  ['another case', 'Correct horse battery'],
  ['a space at the end', 'correct horse battery '],
  ['nothing', ''],
])('refuses %s', async (_, presented) => {
  expect(await passwords.verify(presented, await passwords.hash('correct horse battery', turn), turn)).toBe(false);
});

it('takes the same characters in another Unicode form for the same password', async () => {
  const stored = await passwords.hash('ёжик в тумане й'.normalize('NFD'), turn);
  expect(await passwords.verify('ёжик в тумане й'.normalize('NFC'), stored, turn)).toBe(true);
});

it('says no when there is nothing to compare with', async () => {
  expect(await passwords.verify('a password nobody has', undefined, turn)).toBe(false);
});

it('gives equal passwords of one owner the same hash, and no others', async () => {
  const stored = await passwords.hashFor('anna', 'correct horse battery', turn);
  expect(await passwords.verify('correct horse battery', stored, turn)).toBe(true);
  expect(await passwords.hashFor('anna', 'correct horse battery', turn)).toBe(stored);
  const elsewhere = await createPasswords({ parallel: 1, queue: 1, secret: 't'.repeat(32) });
  const others = [
    await passwords.hashFor('anna', 'correct horse batterz', turn),
    await passwords.hashFor('boris', 'correct horse battery', turn),
    await elsewhere.hashFor('anna', 'correct horse battery', turn),
  ];
  expect(new Set(others.map((hashed) => hashed.split('$').at(-1))).size).toBe(3);
  expect(new Set([stored, ...others].map((hashed) => hashed.split('$').at(-2))).size).toBe(3);
});

it('finds a hash outdated that was made with less memory or fewer passes, and no other', async () => {
  const weak = { memoryCost: 8192, timeCost: 2, parallelism: 1 };
  expect(passwords.isOutdated(await hash('x', weak))).toBe(true);
  expect(passwords.isOutdated(await hash('x', { ...weak, memoryCost: 19_456, timeCost: 1 }))).toBe(true);
  expect(passwords.isOutdated(await hash('x', { ...weak, memoryCost: 32_768 }))).toBe(false);
  expect(passwords.isOutdated(await passwords.hash('x', turn))).toBe(false);
});

it('refuses more than may wait, at once, and serves those who wait', async () => {
  const narrow = await createPasswords({ parallel: 1, queue: 2, secret });
  const outcomes = await Promise.allSettled(['a', 'b', 'c', 'd', 'e'].map((password) => narrow.hash(password, turn)));
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected']);
  expect(outcomes[4]).toMatchObject({ reason: { code: 'service.unavailable', details: { retryAfter: 5 } } });
  expect(await narrow.hash('later', turn)).toMatch(/^\$argon2id/);
});

it('serves another address between the passwords of one that sends many', async () => {
  const narrow = await createPasswords({ parallel: 1, queue: 20, secret });
  const served: string[] = [];
  const ask = (person: string) => narrow.hash('x', { ...turn, person }).then(() => served.push(person));
  await Promise.all([...Array.from({ length: 8 }, () => ask('many')), ask('one')]);
  expect(served.indexOf('one')).toBeLessThan(3);
});
