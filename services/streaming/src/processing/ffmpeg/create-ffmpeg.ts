import type { ProcessingFailure } from '@lyceum/contracts/streaming/processing';
import { findIsolation } from './isolation.ts';
import { type Ending, type Limits, runProgram } from './run-program.ts';
import { OutOfResources, Unencodable } from './unencodable.ts';

interface Work {
  /** Folder it runs in, and writes to. */
  readonly folder: string;
  readonly limits: Omit<Limits, 'memoryBytes'>;
  readonly signal: AbortSignal;
  /** What it means when the program does not like the file. */
  readonly refusal: ProcessingFailure;
}

interface Encoding extends Work {
  readonly countTaken?: () => number;
  /** Seconds of the video that are done. */
  readonly onProgress?: (seconds: number) => void;
  /** Says what filters found out, too. */
  readonly verbose?: boolean;
}

/** ffmpeg and ffprobe as closed programs. They reject with `Unencodable` and, where it may go well another time, with another error. */
export interface Ffmpeg {
  /** What is said of a file, as JSON. */
  probe(path: string, work: Work): Promise<unknown>;
  /** Resolves with the end of what it said to people. Inputs are those of `toInput`. */
  run(args: readonly string[], encoding: Encoding): Promise<string>;
}

/** A playlist, a script or a subtitle index would have files and addresses opened that it names: only two kinds of files are taken. */
const inputFlags = [
  ...['-protocol_whitelist', 'file', '-format_whitelist', 'mov,matroska'],
  ...['-max_pixels', '40000000', '-max_streams', '20', '-max_alloc', '134217728'],
];

/** Options that open a local file; `before` are further ones, such as `-ss`. */
export const toInput = (path: string, before: readonly string[] = []): string[] => [...inputFlags, ...before, '-i', path];

export function createFfmpeg(config: { FFMPEG_PATH: string; FFPROBE_PATH: string; FFMPEG_MEMORY_BYTES: number }): Ffmpeg {
  let isolation: ReturnType<typeof findIsolation> | undefined;
  async function start(args: readonly string[], work: Work & { countTaken?: () => number }, onLine?: (line: string) => void) {
    isolation ??= findIsolation();
    const program = {
      command: [...(await isolation), 'setpriv', '--pdeathsig', 'KILL', '--', ...args],
      folder: work.folder,
      limits: { ...work.limits, memoryBytes: config.FFMPEG_MEMORY_BYTES },
      ...(work.countTaken && { countTaken: work.countTaken }),
      ...(onLine && { onLine }),
    };
    return requireSuccess(await runProgram(program, work.signal), work.refusal);
  }
  return {
    async probe(path, work) {
      const shown = ['-show_format', '-show_streams', '-show_chapters', '-of', 'json'];
      const { stdout } = await start([config.FFPROBE_PATH, '-v', 'error', ...shown, ...toInput(path)], work);
      return JSON.parse(stdout);
    },
    async run(args, { onProgress, verbose = false, ...work }) {
      const said = ['-nostdin', '-hide_banner', '-nostats', '-v', verbose ? 'info' : 'error', '-y', '-progress', 'pipe:1'];
      const { stderr } = await start([config.FFMPEG_PATH, ...said, ...args], work, (line) => {
        const [, microseconds] = /^out_time_us=(\d+)$/.exec(line) ?? [];
        if (microseconds) onProgress?.(Number(microseconds) / 1_000_000);
      });
      return stderr;
    },
  };
}

/** What the programs say, and what it means. */
const reasons: readonly (readonly [RegExp, ProcessingFailure])[] = [
  [/exceeds specified max pixel count/, 'picture-too-large'],
  [/exceeds max_streams/, 'too-many-streams'],
  [/Format not on whitelist/, 'not-a-video'],
];

function requireSuccess(ending: Ending, refusal: ProcessingFailure): Ending {
  const { code, killedBy, stderr } = ending;
  const [, reason] = reasons.find(([said]) => said.test(stderr)) ?? [];
  if (reason) throw new Unencodable(reason, stderr);
  if (killedBy === 'SIGXFSZ') throw new Unencodable('too-large-output', 'a file became too large');
  if (killedBy === 'SIGXCPU') throw new Unencodable('out-of-time', 'it took too much of the processor');
  if (killedBy !== null) throw new OutOfResources(`it was ended by ${killedBy}`);
  if (code !== 0 && /No space left on device/.test(stderr)) throw new OutOfResources(stderr);
  if (code !== 0 && /Cannot allocate memory|malloc of size|failed to map segment/i.test(stderr))
    throw new Unencodable('out-of-resources', stderr);
  // By what starts the programs: it finds one of them missing, or may not run it.
  if (code === 126 || code === 127) throw new Error(`ffmpeg cannot be started: ${stderr}`);
  if (code !== 0) throw new Unencodable(refusal, stderr);
  return ending;
}
