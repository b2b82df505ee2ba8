// Runs a script of this repository on its own Node 24, installing what the lock file names first. Plain JavaScript that
// starts on Node 20: `node tooling/bootstrap.mjs [node options] <script> [arguments]`.
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { constants, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const bundledNode = join(root, 'node_modules', `node-linux-${process.arch}`, 'bin', 'node');

/** The command we wait for. */
let child;
/** Set by the first signal: a child whose event loop is blocked never hears it. `npm start` needs up to 7.5 s to stop its servers. */
let killTimer;
const killAfterMs = 9_000;
// A terminal sends Ctrl-C to all of us, a supervisor signals only this process: the child may get a signal twice, never not at all.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(signal));

// npm passes SIGTERM to the shell between us, which dies of it and tells nobody; of SIGKILL npm dies alone.
if (process.env.npm_lifecycle_event) {
  const ancestors = () => [process.ppid, getParent(process.ppid)].join();
  const first = ancestors();
  const watch = setInterval(() => {
    if (ancestors() === first) return;
    clearInterval(watch);
    end('SIGTERM');
  }, 300).unref();
}

if (!isInstalled()) await install();
const node = existsSync(bundledNode) ? bundledNode : process.execPath;
if (node === process.execPath && Number(process.versions.node.split('.')[0]) < 24) {
  console.error(
    `Lyceum runs on Node 24. This platform (${process.platform} ${process.arch}) has no bundled one and runs ${process.version}: install Node 24.`,
  );
  process.exit(1);
}
const status = await run(node, withChangedTests(process.argv.slice(2)), {
  stdio: 'inherit',
  env: {
    ...process.env,
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(root, 'node_modules', '.cache', 'node'),
    PATH: `${join(root, 'node_modules', '.bin')}:${process.env.PATH}`,
  },
});
process.exit(status);

/** `--changed` among the arguments of Jest becomes the folders that a change can reach. */
function withChangedTests(args) {
  if (!args.includes('--changed')) return args;
  const others = args.filter((argument) => argument !== '--changed');
  const folders = JSON.parse(execFileSync(node, [join(root, 'tooling/src/print-changed-tests.ts')], { encoding: 'utf8' }));
  if (!folders) return others;
  if (folders.length === 0) {
    console.error('No test can tell what was changed.');
    process.exit(0);
  }
  console.error(`Tests of ${folders.join(', ')}`);
  return [...others, ...folders.map((folder) => join(root, folder, '/'))];
}

/**
 * npm writes node_modules/.package-lock.json when all packages are in place. Whatever installed them, they are right when it
 * agrees with ours; only optional packages, those of other platforms, may be missing.
 */
function isInstalled() {
  const findPackages = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
  try {
    const installed = findPackages(join(root, 'node_modules', '.package-lock.json'));
    const wanted = Object.entries(findPackages(join(root, 'package-lock.json'))).filter(([path]) => path !== '');
    const agrees = ([path, { version, integrity, optional }]) =>
      installed[path] ? installed[path].version === version && installed[path].integrity === integrity : optional;
    return wanted.every(agrees) && (existsSync(bundledNode) || !(`node_modules/node-linux-${process.arch}` in installed));
  } catch {
    return false; // nothing, or half of it, is installed
  }
}

/** One of several that start at once installs; the others wait for it. */
async function install() {
  let release = await lock();
  if (!release) console.error('Waiting for another command that installs packages ...');
  while (!release) release = await lock(true);
  if (isInstalled()) return release();

  console.error('Installing packages (once for each change of package-lock.json, about a minute) ...');
  const began = Date.now();
  const sign = setInterval(() => console.error(`  still installing, ${Math.round((Date.now() - began) / 1000)} s`), 10_000);
  const installStatus = await run('npm', ['ci', '--prefer-offline', '--no-progress', '--loglevel=error'], {
    stdio: ['ignore', 2, 2],
  });
  clearInterval(sign);
  if (installStatus !== 0) {
    console.error('The packages are not installed; npm says why above.');
    process.exit(installStatus);
  }
  release();
}

/** A local socket, which the kernel frees however its owner ends. Resolves to nothing when another has it, `afterwards`: once it ends. */
async function lock(afterwards = false) {
  const name = `lyceum-install-${createHash('sha256').update(root).digest('hex').slice(0, 32)}`;
  const address = process.platform === 'linux' ? `\0${name}` : join(tmpdir(), `${name}.sock`);
  const server = createServer((socket) => socket.on('error', () => undefined).resume());
  const sockets = new Set();
  server.on('connection', (socket) => sockets.add(socket));
  const listening = await new Promise((resolve, reject) => {
    server.once('error', (error) => (error.code === 'EADDRINUSE' ? resolve(false) : reject(error)));
    server.listen(address, () => resolve(true));
  });
  if (listening) {
    return () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    };
  }
  if (afterwards) await ownerEnds(address);
}

function ownerEnds(address) {
  return new Promise((resolve) => {
    const socket = connect(address);
    socket.resume().on('close', resolve);
    socket.on('error', () => !address.startsWith('\0') && rmSync(address, { force: true }));
  });
}

/** Resolves to the exit status, 128 + n for signal n. */
function run(command, args, options) {
  return new Promise((resolve) => {
    child = spawn(command, args, { cwd: root, ...options });
    child.on('error', (error) => {
      console.error(error.code === 'ENOENT' ? `${command} is not installed.` : error.message);
      resolve(1);
    });
    child.on('exit', (code, signal) => {
      child = undefined;
      resolve(exitStatus(code, signal));
    });
  });
}

function end(signal) {
  if (!child) process.exit(exitStatus(null, signal));
  child.kill(signal);
  if (killTimer) return;
  killTimer = setTimeout(() => {
    console.error(`Ended by force: no end within ${killAfterMs / 1000} s of ${signal}.`);
    child?.kill('SIGKILL');
  }, killAfterMs);
}

/** By proc(5): the second field is the name in parentheses and may hold anything, the fourth the parent. */
function getParent(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
  } catch {
    return undefined; // no /proc, or it has ended
  }
}

function exitStatus(code, signal) {
  return code ?? 128 + constants.signals[signal];
}
