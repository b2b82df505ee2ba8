import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, realpathSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';

/** A data folder in use by one run at a time. */
export interface DataDirLock {
  /** What another run is told, e.g. our address. */
  announce(text: string): void;
  release(): Promise<void>;
}

/** The lock is held; `announcement` is what its holder says. */
export class AlreadyLocked extends Error {
  override readonly name = 'AlreadyLocked';
  readonly announcement: string;

  constructor(announcement: string) {
    super('the data folder is in use by another run');
    this.announcement = announcement;
  }
}

/**
 * The lock is a listening local socket: the kernel lets one process have it and frees it however that process ends, so there
 * is no stale lock. On Linux its name is abstract (unix(7)) and leaves no file. Throws `AlreadyLocked`.
 */
export async function lockDataDir(dataDir: string): Promise<DataDirLock> {
  const address = toAddress(dataDir);
  for (let attempt = 0; attempt < 5; attempt++) {
    const lock = await tryLock(address);
    if (lock) return lock;
    const announcement = await ask(address);
    if (announcement !== undefined) throw new AlreadyLocked(announcement);
    if (!address.startsWith('\0')) rmSync(address, { force: true });
  }
  throw new AlreadyLocked('');
}

/** Does not wait for the holder, which may be busy for long: the kernel takes the connection. */
export function isLocked(dataDir: string): Promise<boolean> {
  return new Promise((answer) => {
    const socket = connect(toAddress(dataDir));
    socket
      .on('connect', () => {
        socket.destroy();
        answer(true);
      })
      .on('error', () => answer(false));
  });
}

function toAddress(dataDir: string): string {
  const name = `lyceum-${createHash('sha256')
    .update(realPath(resolve(dataDir)))
    .digest('hex')
    .slice(0, 32)}`;
  return process.platform === 'linux' ? `\0${name}` : join(tmpdir(), `${name}.sock`);
}

/** One folder has one name, whatever links lead to it; it may not be there yet. */
function realPath(path: string): string {
  return existsSync(path) ? realpathSync(path) : join(realPath(dirname(path)), basename(path));
}

async function tryLock(address: string): Promise<DataDirLock | undefined> {
  let announcement = '';
  const server = createServer((socket) => socket.on('error', () => socket.destroy()).end(announcement));
  const listening = once(server, 'listening');
  server.listen(address);
  try {
    await listening;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return undefined;
    throw error;
  }
  server.unref();
  return {
    announce(text) {
      announcement = text;
    },
    release: () => new Promise((done) => server.close(() => done())),
  };
}

const patienceMs = 2_000;

/** What the holder says, nothing when it is busy; undefined when nobody holds it. */
function ask(address: string): Promise<string | undefined> {
  return new Promise((answer) => {
    const socket = connect(address);
    let text = '';
    socket
      .setTimeout(patienceMs, () => {
        socket.destroy();
        answer(text);
      })
      .setEncoding('utf8')
      .on('data', (chunk: string) => {
        text += chunk;
      })
      .on('end', () => answer(text))
      .on('error', () => answer(undefined));
  });
}
