import { z } from 'zod';
import { createLogger } from '../log.ts';
import { errorText, summarizeError } from './error-report.ts';

const secret = 'hunter2-and-more';

function logged(entry: object): Record<string, Record<string, unknown>> {
  const lines: string[] = [];
  createLogger('test', 'trace', { write: (line) => void lines.push(line) }).error(entry, 'failed');
  return JSON.parse(lines.join(''));
}

const thrownBy = (run: () => unknown): unknown => {
  try {
    return run();
  } catch (error) {
    return error;
  }
};

describe('an error that carries what it was given', () => {
  it.each<[string, () => unknown]>([
    ['of a schema', () => z.strictObject({ a: z.literal(1) }).safeParse({ a: secret, [secret]: 1 }).error],
    ['of JSON', () => thrownBy(() => JSON.parse(`{"password": ${secret}`))],
    ['of an address', () => thrownBy(() => new URL(`nothing ${secret}`))],
    ['of a form', () => thrownBy(() => decodeURIComponent(`%${secret}`))],
    ['of Node', () => thrownBy(() => Buffer.from('x', secret as BufferEncoding))],
    ['of a mail server', () => Object.assign(new Error(`550 no ${secret}`), { code: 'EENVELOPE', response: `550 ${secret}` })],
    ['of Redis', () => Object.assign(new Error('ERR'), { command: { name: 'set', args: [secret] } })],
    ['of the object store', () => Object.assign(new Error(secret), { $metadata: {}, Key: secret })],
    ['of a body', () => Object.assign(new SyntaxError(`at ${secret}`), { body: secret, type: 'entity.parse.failed' })],
    ['whose message looks like a stack', () => Object.assign(new SyntaxError(`x\n    at ${secret}:1:1`))],
    ['that quotes it', () => new TypeError(`the value '${secret}' is not "${secret}"`)],
    ['that names a person', () => new Error('no mailbox for anna@example.org')],
    ['without being one', () => ({ message: secret, toString: () => secret })],
    ['as text', () => secret],
  ])('%s is written down without it', (_, make) => {
    const error = make();
    const nested = new Error('outer', { cause: new AggregateError([error], 'inner') });
    const written = [logged({ err: nested }), ...[error, nested].flatMap((each) => [errorText(each), summarizeError(each)])];
    expect(JSON.stringify(written)).not.toMatch(/hunter2|anna@/);
  });
});

it('keeps what helps: type, message of our own, codes, the members of a schema, the place and the causes', () => {
  const cause = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED', syscall: 'connect' });
  const { err } = logged({ err: new TypeError('fetch failed', { cause }) });
  expect(err).toMatchObject({
    type: 'TypeError',
    message: 'fetch failed',
    cause: { type: 'Error', message: 'connect ECONNREFUSED 127.0.0.1:5432', code: 'ECONNREFUSED' },
  });
  expect(err?.['stack']).toMatch(/^ {4}at .*error-report\.test\.ts:\d+:\d+/);
  const schema = z.object({ items: z.array(z.object({ id: z.uuid() })) });
  const issues = logged({ err: schema.safeParse({ items: [{ id: 'x' }] }).error });
  expect(issues['err']).toMatchObject({ issues: ['/items/0/id: invalid_format'] });
  const violation = Object.assign(new Error('duplicate'), { code: '23505', constraint: 'accounts_email', detail: 'x' });
  expect(summarizeError(violation)).toBe('Error (23505 accounts_email)');
});
