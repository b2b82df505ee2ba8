import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listCalls } from '@lyceum/contracts/models/model-call';
import { createProvider, testProvider } from '@lyceum/contracts/models/provider';
import { putRecording } from '@lyceum/contracts/models/recording';
import type { World } from './case.ts';

/** A server that answers everything with the same bytes, as long as the case runs. */
export async function withServer<Result>(
  answer: { type: string; body: Buffer },
  run: (url: string) => Promise<Result>,
): Promise<Result> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(200, { 'content-type': answer.type }).end(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server's address is never a string
  try {
    return await run(`http://127.0.0.1:${port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

export async function addProvider({ api, token }: World, name: string, baseUrl: string): Promise<string> {
  const settings = { kind: 'openai-compatible', name, baseUrl, model: 'test-model' } as const;
  return (await api.call(createProvider, { token, body: { settings } })).body.id;
}

/** What the platform reads of an answer of a provider, when an administrator tries the provider. */
export async function readTrial(world: World, name: string, body: Buffer) {
  const { api, token } = world;
  return withServer({ type: 'application/json', body }, async (url) => {
    await api.call(putRecording, { token, body: { texts: true } });
    const providerId = await addProvider(world, name, url);
    const { body: outcome } = await api.call(testProvider, { token, params: { providerId } });
    const { body: calls } = await api.call(listCalls, { token, query: { limit: 100 } });
    await api.call(putRecording, { token, body: { texts: false } });
    return { ok: outcome.ok, answer: calls.items.find(({ provider }) => provider === name)?.texts?.answer };
  });
}
