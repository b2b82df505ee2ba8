import { type ChildProcess, spawn } from 'node:child_process';
import { environment } from './isolation.ts';
import { measureFolder } from './measure-folder.ts';
import { Unencodable } from './unencodable.ts';

export interface Limits {
  /** Bytes it may address. */
  readonly memoryBytes: number;
  /** Bytes of all that it writes, as far as it was not taken away. */
  readonly outputBytes: number;
  readonly wallMs: number;
}

export interface Program {
  /** With what isolates it in front. */
  readonly command: readonly string[];
  /** Folder it runs in, and writes to. */
  readonly folder: string;
  readonly limits: Limits;
  /** Bytes that were taken out of its folder while it ran. */
  readonly countTaken?: () => number;
  /** Each line it prints, without its end. Without it they are what the run resolves with. */
  readonly onLine?: (line: string) => void;
}

export interface Ending {
  readonly code: number | null;
  readonly killedBy: NodeJS.Signals | null;
  readonly stdout: string;
  /** The end of it. */
  readonly stderr: string;
}

const measureEveryMs = 250;
const keptStderr = 16_384;
const maxStdout = 4_000_000;

/**
 * Runs a program until it ends, or until it breaks a limit or the signal is aborted: then it is killed, and this rejects with why. It
 * is also killed by the kernel when this process ends, which follows the thread: call it from the main one.
 */
export async function runProgram(program: Program, signal: AbortSignal): Promise<Ending> {
  signal.throwIfAborted();
  const { limits, folder, countTaken = () => 0 } = program;
  const [file = '', ...args] = toClosedCommand(program);
  const child = spawn(file, args, { cwd: folder, env: environment, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let stopped: { readonly reason: unknown } | undefined;
  const stop = (reason: unknown) => {
    stopped ??= { reason };
    killTree(child);
  };
  const abort = () => stop(signal.reason);
  const measure = () =>
    measureFolder(folder).then((bytes) => {
      if (bytes + countTaken() > limits.outputBytes)
        stop(new Unencodable('too-large-output', `over ${limits.outputBytes} bytes`));
    }, stop);
  signal.addEventListener('abort', abort);
  const deadline = setTimeout(() => stop(new Unencodable('out-of-time', `over ${limits.wallMs} ms`)), limits.wallMs);
  const measuring = setInterval(() => void measure(), measureEveryMs);
  try {
    const ending = await watch(child, program, stop);
    if (!stopped) await measure();
    if (stopped) throw stopped.reason;
    return ending;
  } finally {
    clearTimeout(deadline);
    clearInterval(measuring);
    signal.removeEventListener('abort', abort);
  }
}

/** Each of these becomes the next one: it is a single process, in a group of its own. */
function toClosedCommand({ command, limits }: Program): string[] {
  // Of four processors; a process that passes the first number is asked, one that passes the second is killed.
  const cpuSeconds = Math.ceil((limits.wallMs / 1000) * 4);
  return [
    ...['prlimit', `--as=${limits.memoryBytes}`, `--fsize=${limits.outputBytes}`, `--cpu=${cpuSeconds}:${cpuSeconds + 5}`],
    ...['--core=0', '--', 'nice', '-n', '10', ...command],
  ];
}

function killTree(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    // It has just ended by itself.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function watch(child: ChildProcess, { onLine }: Program, stop: (reason: unknown) => void): Promise<Ending> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
    if (stdout.length > maxStdout) stop(new Unencodable('too-large-output', 'it says too much'));
    if (!onLine) return;
    const lines = stdout.split('\n');
    stdout = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    stderr = (stderr + chunk).slice(-keptStderr);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('close', (code, killedBy) => resolve({ code, killedBy, stdout, stderr }));
  });
}
