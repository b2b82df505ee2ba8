import { Agent, get } from 'node:http';
import { listen } from './listen.ts';

const ask = (url: string, agent: Agent) =>
  new Promise<{ status: number | undefined; connection: string | undefined }>((resolve, reject) => {
    get(url, { agent }, (response) => {
      response.resume().once('end', () => resolve({ status: response.statusCode, connection: response.headers.connection }));
    }).once('error', reject);
  });

describe('a server that stops', () => {
  it('still answers on a connection that was idle, and says that it closes it', async () => {
    const server = await listen((_request, response) => response.end('ok'), '127.0.0.1', 0);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    expect((await ask(server.url, agent)).connection).toBe('keep-alive');
    const stopped = server.stop();
    expect(await ask(server.url, agent)).toEqual({ status: 200, connection: 'close' });
    await stopped;
    await expect(ask(server.url, agent)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('waits for an answer that is under way', async () => {
    const { promise: release, resolve } = Promise.withResolvers<void>();
    const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
    const server = await listen(
      (_request, response) => {
        arrive();
        void release.then(() => response.end('late'));
      },
      '127.0.0.1',
      0,
    );
    const answer = ask(server.url, new Agent());
    await arrived;
    const stopped = server.stop();
    resolve();
    expect((await answer).status).toBe(200);
    await stopped;
  });
});
