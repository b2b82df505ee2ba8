import { rateLimited, serviceUnavailable } from '@lyceum/contracts/shared/common-problems';
import { hash } from '@node-rs/argon2';
import { createPasswords } from './passwords.ts';

const secret = 's'.repeat(32);
const address = '192.0.2.1';
const passwords = await createPasswords({ parallel: 2, queue: 100, secret });

it('hashes with argon2id, 19 MiB and two passes', async () => {
  expect(await passwords.hash('a password nobody has', address)).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

it('hears every byte: one that differs after 72 is another password', async () => {
  const start = 'п'.repeat(36);
  const stored = await passwords.hash(`${start}a`, address);
  expect(Buffer.byteLength(start)).toBe(72);
  expect(await passwords.verify(`${start}b`, stored, address)).toBe(false);
  expect(await passwords.verify(start, stored, address)).toBe(false);
  expect(await passwords.verify(`${start}a`, stored, address)).toBe(true);
});

it.each([
  ['another case', 'Correct horse battery'],
  ['a space at the end', 'correct horse battery '],
  ['nothing', ''],
])('refuses %s', async (_, presented) => {
  expect(await passwords.verify(presented, await passwords.hash('correct horse battery', address), address)).toBe(false);
});

it('takes the same characters in another Unicode form for the same password', async () => {
  const stored = await passwords.hash('ёжик в тумане й'.normalize('NFD'), address);
  expect(await passwords.verify('ёжик в тумане й'.normalize('NFC'), stored, address)).toBe(true);
});

it('says no when there is nothing to compare with', async () => {
  expect(await passwords.verify('a password nobody has', undefined, address)).toBe(false);
});

it('gives equal passwords of one owner the same hash, and no others', async () => {
  const stored = await passwords.hashFor('anna', 'correct horse battery', address);
  expect(await passwords.verify('correct horse battery', stored, address)).toBe(true);
  expect(await passwords.hashFor('anna', 'correct horse battery', address)).toBe(stored);
  const elsewhere = await createPasswords({ parallel: 1, queue: 1, secret: 't'.repeat(32) });
  const others = [
    await passwords.hashFor('anna', 'correct horse batterz', address),
    await passwords.hashFor('boris', 'correct horse battery', address),
    await elsewhere.hashFor('anna', 'correct horse battery', address),
  ];
  expect(new Set(others.map((hashed) => hashed.split('$').at(-1))).size).toBe(3);
  expect(new Set([stored, ...others].map((hashed) => hashed.split('$').at(-2))).size).toBe(3);
});

it('finds a hash outdated that was made with less memory or fewer passes, and no other', async () => {
  const weak = { memoryCost: 8192, timeCost: 2, parallelism: 1 };
  expect(passwords.isOutdated(await hash('x', weak))).toBe(true);
  expect(passwords.isOutdated(await hash('x', { ...weak, memoryCost: 19_456, timeCost: 1 }))).toBe(true);
  expect(passwords.isOutdated(await hash('x', { ...weak, memoryCost: 32_768 }))).toBe(false);
  expect(passwords.isOutdated(await passwords.hash('x', address))).toBe(false);
});

it('refuses more than may wait, at once, and serves those who wait', async () => {
  const narrow = await createPasswords({ parallel: 1, queue: 2, secret });
  const outcomes = await Promise.allSettled([1, 2, 3, 4, 5].map((host) => narrow.hash('x', `192.0.2.${host}`)));
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected']);
  expect(outcomes[4]).toMatchObject({ reason: { problem: serviceUnavailable, details: { retryAfter: 5 } } });
  expect(await narrow.hash('later', address)).toMatch(/^\$argon2id/);
});

it('serves another address between the passwords of one that sends many', async () => {
  const narrow = await createPasswords({ parallel: 1, queue: 20, secret });
  const served: string[] = [];
  const ask = (from: string) => narrow.hash('x', from).then(() => served.push(from));
  await Promise.all([...Array.from({ length: 8 }, () => ask('192.0.2.1')), ask('192.0.2.2')]);
  expect(served.indexOf('192.0.2.2')).toBeLessThan(3);
});

it.each([
  ['an IPv4 address', () => '192.0.2.1'],
  ['the addresses of an IPv6 network', (index: number) => `2001:db8:1:2::${index}`],
])('lets %s fill half of what may wait, and others wait beside it', async (_what, from) => {
  const narrow = await createPasswords({ parallel: 1, queue: 8, secret });
  const flood = Promise.allSettled(Array.from({ length: 20 }, (_, index) => narrow.hash('x', from(index + 1))));
  await expect(narrow.hash('x', '198.51.100.1')).resolves.toMatch(/^\$argon2id/);
  const outcomes = await flood;
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
  expect(outcomes.at(-1)).toMatchObject({ reason: { problem: rateLimited, details: { retryAfter: 5 } } });
});
