import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { childEnvironment } from '../config.ts';
import { ownFolder } from '../processes/own-folder.ts';
import type { ProcessRecords } from '../processes/process-records.ts';
import { type ServerProcess, serverProcess } from '../processes/server-process.ts';

interface RedisOptions {
  program: string;
  dataDir: string;
  logDir: string;
  port: number;
  password: string;
  records: ProcessRecords;
}

/** Redis on loopback with an append-only file. */
export function redisServer({ program, dataDir, logDir, port, password, records }: RedisOptions): {
  process: ServerProcess;
  url: string;
} {
  const folder = join(dataDir, 'redis');
  const configuration = join(folder, 'redis.conf');
  return {
    url: `redis://:${password}@127.0.0.1:${port}`,
    process: serverProcess({
      title: 'Redis',
      name: 'redis',
      command: [program, join(ownFolder(folder), 'redis.conf')],
      cwd: folder,
      env: childEnvironment(),
      logFile: join(logDir, 'redis.log'),
      records,
      ending: { signal: 'SIGTERM', patienceMs: 4000 },
      startTimeoutMs: 30_000,
      prepare() {
        const lines = [
          'bind 127.0.0.1',
          `port ${port}`,
          `requirepass ${password}`,
          'appendonly yes',
          'appendfsync everysec',
          'save ""',
          // BullMQ keeps its queues here: an evicted key would be a lost job.
          'maxmemory-policy noeviction',
        ];
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        writeFileSync(configuration, `${lines.join('\n')}\n`, { mode: 0o600 });
      },
      isReady: () => answersPing(port, password),
    }),
  };
}

/** While it reads its file it accepts connections and answers LOADING. */
function answersPing(port: number, password: string): Promise<boolean> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(`AUTH ${password}\r\nPING\r\n`));
    socket
      .setEncoding('latin1')
      .on('data', (chunk: string) => {
        answer += chunk;
        if (answer.split('\r\n').length > 2) socket.end();
      })
      .on('error', () => socket.destroy())
      .on('close', () => resolve(answer.includes('+PONG')));
  });
}
