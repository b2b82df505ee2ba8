import { connect } from 'node:net';
import { percentile } from '../report.ts';
import type { LoadResult } from './load.ts';

interface Handshakes {
  readonly url: string;
  readonly token: string;
  readonly connections: number;
  readonly seconds: number;
}

/** A client's frame that closes (RFC 6455 5.5.1): proxies that read frames keep a connection that has none for half a minute. */
const maskedClose = Buffer.from([0x88, 0x80, 0, 0, 0, 0]);

/** As many WebSockets as the connections take, each opened when the one before was, and then left. */
export async function loadHandshakes({ url, token, connections, seconds }: Handshakes): Promise<LoadResult> {
  const { hostname, port, pathname } = new URL(url);
  const lines = [
    `GET ${pathname} HTTP/1.1`,
    'Host: bench',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    `Authorization: Bearer ${token}`,
  ];
  const head = `${lines.join('\r\n')}\r\n\r\n`;
  const open = () =>
    new Promise<void>((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => socket.write(head));
      socket.once('data', (answer) => {
        socket.end(maskedClose).resume();
        if (answer.toString('latin1').startsWith('HTTP/1.1 101')) resolve();
        else reject(new Error(`${url}: ${answer.toString('latin1')}`));
      });
      socket.once('error', reject);
      socket.once('close', () => reject(new Error(`${url} broke a handshake off`)));
    });
  const times: number[] = [];
  const startedAt = performance.now();
  const client = async () => {
    while (performance.now() - startedAt < seconds * 1000) {
      const openedAt = performance.now();
      await open();
      times.push(performance.now() - openedAt);
    }
  };
  await Promise.all(Array.from({ length: connections }, client));
  const elapsed = (performance.now() - startedAt) / 1000;
  return { requests: times.length, perSecond: times.length / elapsed, p99: percentile(times, 99) };
}
