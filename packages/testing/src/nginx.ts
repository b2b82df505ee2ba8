import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testServers } from './config.ts';
import { eventually } from './eventually.ts';

/** Runs a command until its own input ends, which it does however we end: a killed test leaves no server. */
const untilInputEnds = 'exec 3<&0; "$@" & server=$!; { read -r _ <&3; kill "$server"; } 2>/dev/null & wait "$server"';
const repository = join(import.meta.dirname, '../../../nginx');

export interface TestNginx {
  readonly url: string;
  readonly port: number;
  /** Of the content address. */
  readonly contentPort: number;
  /** What it has written down of requests. */
  readLog(): string;
  stop(): Promise<void>;
}

/**
 * A real nginx with the templates and snippets of this repository in front of a gateway on loopback. Only what belongs to a container is
 * another: addresses, paths, and the name of the gateway, which is looked up nowhere. `contentUrl` is where that listens for content.
 */
export async function startTestNginx(gatewayUrl: string, contentUrl = gatewayUrl): Promise<TestNginx> {
  const folder = mkdtempSync(join(tmpdir(), 'lyceum-nginx-'));
  // Started by root, nginx works as another user.
  chmodSync(folder, 0o755);
  for (const name of ['tmp', 'snippets']) mkdirSync(join(folder, name));
  const [port, contentPort, storePort, healthPort] = [await freePort(), await freePort(), await freePort(), await freePort()];
  const adapt = (text: string) =>
    text
      .replaceAll('/tmp/', `${folder}/tmp/`)
      .replaceAll('/etc/nginx/snippets/', `${folder}/snippets/`)
      .replaceAll('gateway:8000', `127.0.0.1:${new URL(gatewayUrl).port}`)
      .replaceAll('gateway:8100', `127.0.0.1:${new URL(contentUrl).port}`)
      .replaceAll('/dev/stdout', `${folder}/access.log`)
      .replace('listen 80 ', `listen 127.0.0.1:${port} `)
      .replace('listen 8100 ', `listen 127.0.0.1:${contentPort} `)
      .replace('listen 9000 ', `listen 127.0.0.1:${storePort} `)
      .replace('127.0.0.1:8080', `127.0.0.1:${healthPort}`);
  const template = (name: string) => adapt(readFileSync(join(repository, 'templates', `${name}.conf.template`), 'utf8'));
  for (const name of ['api', 'content', 'problems', 'proxy', 'store']) {
    const snippet = adapt(readFileSync(join(repository, 'snippets', `${name}.conf`), 'utf8'));
    writeFileSync(join(folder, 'snippets', `${name}.conf`), snippet);
  }
  const configuration = join(folder, 'nginx.conf');
  writeFileSync(
    configuration,
    `daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log;
    events { worker_connections 1024; }
    http {
      default_type application/octet-stream;
      keepalive_timeout 65;
      ${template('common')}
      ${template('gateway-by-name')}
      ${template('plain')}
    }`,
  );
  const nginx = [testServers().TEST_NGINX, '-p', folder, '-c', configuration];
  const child = spawn('sh', ['-c', untilInputEnds, 'sh', ...nginx], { stdio: ['pipe', 'ignore', 'pipe'] });
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  const ended = once(child, 'close');
  await eventually(async () => child.exitCode !== null || (await isListening(port)));
  if (child.exitCode !== null) throw new Error(`nginx does not start: ${complaints}`);
  return {
    port,
    contentPort,
    readLog: () => readFileSync(join(folder, 'access.log'), 'utf8'),
    url: `http://127.0.0.1:${port}`,
    async stop() {
      child.stdin.end();
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server's address is never a string
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const listening = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
  });
  socket.destroy();
  return listening;
}
