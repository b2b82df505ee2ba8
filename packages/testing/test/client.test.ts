import { CallError, createClient } from '@lyceum/common/client';
import { serviceNames } from '@lyceum/contracts/services';
import { asUser } from '@lyceum/testing/actors';
import { createTestService } from '@lyceum/testing/service';
import { createProbe, formProbe, getProbe, listProbes, probes, redirectProbe } from './probe.ts';

const service = createTestService(probes, {}, { migrate: true });
const client = (url: string, timeoutMs = 5000) =>
  createClient({ urls: Object.fromEntries(serviceNames.map((name) => [name, url])) as never, timeoutMs });

describe('a call to another service', () => {
  it('fills the path and query, sends the token, and gives what the contract says', async () => {
    const call = client(service.url);
    const token = service.token(asUser({ space: 'calls' }));
    const made = await call('users', createProbe, { body: { name: 'called' }, token });
    expect(await call('users', getProbe, { params: { id: made.id }, token })).toEqual(made);
    expect((await call('users', listProbes, { query: { limit: 5 }, token })).items).toHaveLength(1);
    expect(await call('users', formProbe, { body: { a: 'x=1&y' } })).toEqual({ a: 'x=1&y' });
    expect(await call('users', redirectProbe, {})).toEqual({ location: 'https://example.org/x' });
  });

  it('throws the problem the other side answered', async () => {
    const failing = client(service.url)('users', getProbe, {
      params: { id: crypto.randomUUID() },
      token: service.token(asUser()),
    });
    await expect(failing).rejects.toBeInstanceOf(CallError);
    await expect(failing).rejects.toMatchObject({ status: 404, problem: { code: 'profile.not_found' } });
  });

  it('fails when nobody listens', async () => {
    await expect(client('http://127.0.0.1:1')('users', redirectProbe, {})).rejects.toThrow('fetch failed');
  });
});
