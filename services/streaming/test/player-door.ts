import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestActor } from '@lyceum/testing/actors';
import { testIssuer } from '@lyceum/testing/keys';
import { ask } from './watch.ts';

/** A place on this machine at which programs without tokens play as this person, as a page lets a player. */
export async function openPlayerDoor(as: TestActor | undefined) {
  const paths: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    paths.push(path);
    void ask(testIssuer + path, as).then(({ status, headers, bytes }) => {
      const type = headers.get('content-type') ?? '';
      const isPlaylist = type.startsWith('application/vnd.apple.mpegurl');
      response.writeHead(status, { 'content-type': type });
      response.end(isPlaylist ? bytes.toString().replaceAll(testIssuer, origin()) : bytes);
    });
  });
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a TCP server's address is never a string
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    /** What was asked for. */
    paths,
    toUrl: (address: string) => address.replace(testIssuer, origin()),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
