import type { TestActor } from './actors.ts';
import type { TestKeys } from './keys.ts';

/** JSON of every shape, among it what a careless reader calls a method of. */
const shapes: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1.5, 1e308, '', ' ', '__proto__', 'toString', 'at+jwt\u0000', 'x'.repeat(10_000)],
  ...[[], [[]], [null], ['at+jwt'], ['ES256', 'none'], {}, { toLowerCase: 1 }, { length: 1 }, { toString: null }],
];
const isString = (value: unknown) => typeof value === 'string' && value.length < 1000;
const isNothing = (value: unknown) => Array.isArray(value) && value.length === 0;
const never = () => false;

/** Members of a header, and which of the shapes do no harm there. */
const headerMembers: Readonly<Record<string, (value: unknown) => boolean>> = {
  ...{ typ: never, alg: never, kid: never, crit: never, b64: never },
};
const claims: Readonly<Record<string, (value: unknown) => boolean>> = {
  ...{ iss: never, aud: never, sub: never, sid: never, iat: never, exp: never, space: never, jti: isString, locale: never },
  ...{ roles: isNothing, amr: (value) => isNothing(value) || JSON.stringify(value)?.startsWith('["') },
};

/** Tokens signed with the right key that nobody may accept: by what is wrong with them. */
export function hostileTokens(
  keys: TestKeys,
  { actor, issuer, now }: { actor: TestActor; issuer: string; now: Date },
): (readonly [name: string, token: string])[] {
  const seconds = Math.floor(now.getTime() / 1000);
  const [header, payload] = keys
    .sign(actor, { issuer, now })
    .split('.')
    .slice(0, 2)
    .map((part): Record<string, unknown> => JSON.parse(Buffer.from(part, 'base64url').toString()));
  const inHeader = members(headerMembers).map(([name, value]) => [name, value, { ...header, [name]: value }, payload] as const);
  const inClaims = members(claims).map(([name, value]) => [name, value, header, { ...payload, [name]: value }] as const);
  const whole = shapes.flatMap((shape) => [
    ['header', shape, shape, payload] as const,
    ['claims', shape, header, shape] as const,
  ]);
  const named = [...inHeader, ...inClaims, ...whole].map(
    ([name, value, forgedHeader, forgedClaims]) =>
      [`${name} ${JSON.stringify(value).slice(0, 40)}`, keys.forge(forgedHeader, forgedClaims)] as const,
  );
  const times = { 'a start in the future': { iat: seconds + 120 }, 'a life of a day': { exp: seconds + 86_400 } };
  const odd = {
    ...times,
    'a life of sixteen minutes, half of it gone': { iat: seconds - 480, exp: seconds + 480 },
    'a name of ten thousand letters': { name: 'x'.repeat(10_000) },
  };
  const long = Object.entries(odd).map(([name, change]) => [name, keys.forge(header, { ...payload, ...change })] as const);
  return [...named, ...long, ['an extension it must know', keys.forge({ ...header, crit: ['exp'] }, payload)]];
}

function members(table: Readonly<Record<string, (value: unknown) => boolean>>): [string, unknown][] {
  return Object.entries(table).flatMap(([name, isHarmless]) =>
    shapes.filter((shape) => !isHarmless(shape)).map((shape): [string, unknown] => [name, shape]),
  );
}
