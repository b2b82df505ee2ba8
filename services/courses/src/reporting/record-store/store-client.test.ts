import { parseProviderHosts } from '@lyceum/llm/addresses/provider-hosts';
import { startOddServer } from '@lyceum/llm/testing/odd-server';
import { createStoreClient } from './store-client.ts';

it('shows at most 300 characters of what a store says, in one line and without the secret', async () => {
  const secret = 'secret-of-the-store';
  const server = await startOddServer((_request, response) =>
    response.writeHead(400).end(`no\n\t${secret} \u0000${'words '.repeat(1000)}`),
  );
  const client = createStoreClient(parseProviderHosts('127.0.0.0/8'));
  const { signal } = new AbortController();
  const access = { endpoint: server.url, username: 'lyceum', secret };
  const answer = await client.ask(access, { method: 'POST', path: '/statements', body: '[]', signal });
  const said = answer.ok ? '' : answer.failure.said;
  expect(said).toMatch(/^no \[secret\] words words/);
  expect(said.length).toBeGreaterThan(290);
  expect(said.length).toBeLessThanOrEqual(300);
  await client.stop();
  await server.stop();
});
