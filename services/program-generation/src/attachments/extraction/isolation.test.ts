import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { findIsolation, type Isolation, nodeArguments } from './isolation.ts';

/** What a service listens on. */
let accepted = 0;
const server = createServer((socket) => {
  accepted += 1;
  socket.destroy();
});
const listening = new Promise<number>((resolve) => {
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (address && typeof address === 'object') resolve(address.port);
  });
});
afterAll(() => server.close());

const refused = /^refused (?:there is no network|Access to this API has been restricted|process.binding)/;
const closed = new URL('./close-ways.ts', import.meta.url).href;
const repository = fileURLToPath(new URL('../../../../../', import.meta.url));

/** Runs code as it would run in the process that reads, and answers what it sends. */
async function attack(code: string, { execPath, execArgv }: Isolation): Promise<unknown> {
  const attacker = spawn(execPath, [...execArgv, '--input-type=module', '--eval', code], {
    env: {},
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  try {
    const [message] = await Promise.race([once(attacker, 'message'), once(attacker, 'exit')]);
    return message;
  } finally {
    attacker.kill('SIGKILL');
  }
}

/** Sends what the expression comes to. */
const trying = (expression: string) => `
  const outcome = await (async () => ${expression})().then((value) => 'got ' + value, (error) => 'refused ' + (error.cause ?? error).message);
  process.send(outcome);
`;
const happens = (target: string, event: string) =>
  `(await (await import('node:events')).once(${target}, '${event}')) && 'through'`;
const ofPort = (code: string, port: number) => code.replaceAll('PORT', String(port));

const node = { execPath: process.execPath, execArgv: nodeArguments };

describe('code that a file smuggles into the process that reads it', () => {
  it.each([
    ['TCP', happens(`(await import('node:net')).connect(PORT, '127.0.0.1')`, 'connect')],
    ['a socket of its own', happens(`new (await import('node:net')).Socket().connect(PORT, '127.0.0.1')`, 'connect')],
    ['a module that was not loaded before', happens(`process.getBuiltinModule('net').connect(PORT, '127.0.0.1')`, 'connect')],
    ['HTTP', happens(`(await import('node:http')).get('http://127.0.0.1:PORT')`, 'response')],
    ['HTTP/2', happens(`(await import('node:http2')).connect('http://127.0.0.1:PORT')`, 'connect')],
    ['TLS', happens(`(await import('node:tls')).connect(PORT, '127.0.0.1')`, 'secureConnect')],
    ['fetch', `(await fetch('http://127.0.0.1:PORT')).status`],
    [
      'WebSocket',
      // Its error says nothing.
      `new Promise((resolve, reject) => {
        const socket = new WebSocket('ws://127.0.0.1:PORT');
        socket.addEventListener('open', resolve);
        socket.addEventListener('error', () => reject(new Error('there is no network')));
      })`,
    ],
    ['UDP', `(await import('node:dgram')).createSocket('udp4').send('x', PORT, '127.0.0.1')`],
    ['names', `(await import('node:dns/promises')).lookup('localhost')`],
    ['a name server', `new (await import('node:dns')).promises.Resolver().resolve4('localhost')`],
    ['a handle below sockets', `(await import('node:net'))._createServerHandle('127.0.0.1', 0, 4)`],
    ['a binding', `process.binding('tcp_wrap')`],
    ['listening', happens(`(await import('node:net')).createServer().listen(0)`, 'listening')],
    ['another thread', `new (await import('node:worker_threads')).Worker('1', { eval: true, execArgv: [] }).threadId`],
    ['the thread of hooks', `(await import('node:module')).register('data:text/javascript,1')`],
    ['another process', `(await import('node:child_process')).spawnSync('true').status`],
    ['the inspector', `(await import('node:inspector')).open(0)`],
  ])('gets out by no %s', async (_, expression) => {
    const code = `(await import('${closed}')).closeWays(); ${trying(expression)}`;
    expect(await attack(ofPort(code, await listening), node)).toMatch(refused);
    expect(accepted).toBe(0);
  });

  it.each([
    ['the passwords of the machine', '/etc/passwd'],
    ['the settings', `${repository}.env`],
    ['the code of services', `${repository}services/program-generation/src/service.ts`],
    ['the environment of processes', '/proc/self/environ'],
    ['what other packages keep', `${repository}node_modules/typeorm/package.json`],
  ])('reads no %s', async (_, path) => {
    expect(await attack(trying(`(await import('node:fs')).readFileSync('${path}').length`), node)).toMatch(refused);
  });

  it('writes no files and has no environment', async () => {
    const write = `(await import('node:fs')).writeFileSync('/tmp/left-by-a-file', '')`;
    expect(await attack(trying(write), node)).toMatch(refused);
    expect(await attack(trying('Object.keys(process.env).length'), node)).toBe('got 0');
  });

  it('finds no network even below Node where the machine lets us take it away', async () => {
    const isolation = await findIsolation();
    const code = trying(happens(`(await import('node:net')).connect(PORT, '127.0.0.1')`, 'connect'));
    const outcome = await attack(ofPort(code, await listening), isolation);
    expect(outcome).toMatch(isolation.execPath === process.execPath ? /^got through$/ : /^refused /);
  });
});
