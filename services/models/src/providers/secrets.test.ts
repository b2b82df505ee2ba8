import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { createLogger } from '@lyceum/common/log';
import { createDataSource } from '@lyceum/common/run/data-source';
import { admin, ask, buildProvider, gigaChat, newSpace, openAi, openAiSettings, setProviders } from '../../test/factories.ts';
import { keyEncryptionSecret, service, startReplica } from '../../test/models-service.ts';
import { decryptKey, encryptKey } from './encrypt-key.ts';

/** Every row of every table, as text. */
async function dump(): Promise<string> {
  const source = await createDataSource({ url: service.testDatabase.ownerUrl, schema: 'public', entities: [] }).initialize();
  const tables = await source.query<{ name: string }[]>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  const rows = await Promise.all(
    tables.map(({ name }) => source.query<{ row: string }[]>(`SELECT t::text AS row FROM ${name} AS t`)),
  );
  await source.destroy();
  return rows
    .flat()
    .map(({ row }) => row)
    .join('\n');
}

it('shows no key in an answer, a log, an error or the database, however the provider answers', async () => {
  const lines: string[] = [];
  const log = createLogger('program-generation', 'trace', { write: (line: string) => void lines.push(line) });
  const replica = await startReplica({ log });
  const seen: string[] = [];
  const send = async (method: string, path: string, body?: unknown, as = admin) => {
    const response = await fetch(`${replica.url}/api/v1/models${path}`, {
      method,
      headers: { authorization: `Bearer ${service.token(as)}`, 'content-type': 'application/json', connection: 'close' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    seen.push(JSON.stringify([...response.headers]), text);
    return { status: response.status, body: text && JSON.parse(text) };
  };

  const apiKey = `sk-${randomBytes(24).toString('hex')}`;
  const wrongKey = `sk-${randomBytes(24).toString('hex')}`;
  const oddKey = `broken\n${randomBytes(24).toString('hex')}`;
  const giga = await gigaChat();
  const [clientId = '', clientSecret = ''] = Buffer.from(giga.credentials, 'base64').toString().split(':');
  const openai = await openAi({ apiKey });
  const { as, callerIn } = newSpace();

  const providers = [
    [{ kind: 'gigachat', name: 'giga', baseUrl: giga.baseUrl, authUrl: giga.authUrl }, giga.credentials],
    [openAiSettings({ name: 'openai', baseUrl: openai.baseUrl }), apiKey],
    [openAiSettings({ name: 'wrong', baseUrl: openai.baseUrl }), wrongKey],
    [openAiSettings({ name: 'odd', baseUrl: openai.baseUrl }), oddKey],
    [openAiSettings({ name: 'unreachable', baseUrl: `http://127.0.0.1:9/v1` }), apiKey],
  ] as const;
  const ids: string[] = [];
  for (const [settings, key] of providers) {
    const { status, body } = await send('POST', '/providers', { settings, key }, as);
    expect([settings.name, status]).toEqual([settings.name, 201]);
    ids.push(body.id);
    await send('GET', `/providers/${body.id}`, undefined, as);
    await send('PUT', `/providers/${body.id}`, { settings, key }, as);
    await send('POST', '/providers', { settings, key }, as);
    await send('POST', '/providers', { settings: { ...settings, model: '' }, key }, as);
    await send('POST', '/providers', { settings, key, surplus: key }, as);
    await send('POST', `/providers/${body.id}/test`, undefined, as);
    // Servers that repeat what they were sent.
    openai.next({ mode: 'fail', status: 400, message: `the key ${key} is not known` });
    giga.next({ mode: 'fail', status: 400, message: `the key ${key} is not known, ${clientSecret}` }, 'oauth');
    giga.expireTokens();
    await send('POST', `/providers/${body.id}/test`, undefined, as);
    openai.clear();
    giga.clear();
  }
  await send('GET', '/providers', undefined, as);
  await send('PUT', '/recording', { texts: true }, as);
  expect(seen.join()).toContain('unauthorized');

  for (const [index, id] of ids.entries()) {
    await setProviders([id], { as });
    openai.next({ mode: 'fail', status: 400, message: `the key ${providers[index]?.[1]} is not known` });
    const outcome = await ask(callerIn(), {}, replica.models).catch((error: unknown) => error);
    log.error({ err: outcome }, 'as a job would log it');
    seen.push(inspect(outcome, { depth: 20 }), JSON.stringify(outcome));
    openai.clear();
  }
  await send('GET', '/calls', undefined, as);

  const stored = await dump();
  expect(stored).toContain('openai-compatible');
  expect(lines.length).toBeGreaterThan(0);
  const tokens = giga.requests.flatMap(({ headers }) => /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? []);
  expect(tokens.length).toBeGreaterThan(0);
  const secrets = [apiKey, wrongKey, oddKey, giga.credentials, clientId, clientSecret, keyEncryptionSecret, ...tokens];
  const forms = secrets.flatMap((secret) => [
    secret,
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString('base64').replace(/=+$/, '').slice(0, -2),
    Buffer.from(secret).toString('hex'),
  ]);
  for (const [place, text] of Object.entries({ answers: seen.join('\n'), logs: lines.join('\n'), database: stored })) {
    expect([place, forms.filter((form) => text.includes(form))]).toEqual([place, []]);
  }
});

it('seals a key anew each time, and opens it for its own provider under its own secret only', async () => {
  const { id } = await buildProvider();
  const [one, two] = [encryptKey('ключ', id, keyEncryptionSecret), encryptKey('ключ', id, keyEncryptionSecret)];
  expect(one).not.toBe(two);
  expect(decryptKey(one, id, keyEncryptionSecret)).toBe('ключ');
  expect(() => decryptKey(one, admin.id, keyEncryptionSecret)).toThrow();
  expect(() => decryptKey(one, id, keyEncryptionSecret.toUpperCase())).toThrow();
  const broken = `${one.startsWith('A') ? 'B' : 'A'}${one.slice(1)}`;
  expect(() => decryptKey(broken, id, keyEncryptionSecret)).toThrow();
});
