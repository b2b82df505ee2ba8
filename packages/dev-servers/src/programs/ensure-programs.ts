import type { Progress } from '../progress.ts';
import { findProgram } from './find-program.ts';
import { installPackages } from './install-packages.ts';

interface Program {
  /** Debian's name of the package that holds it. */
  package: string;
  /** Searched ahead of PATH. */
  folders?: readonly string[];
}

const known = {
  'redis-server': { package: 'redis-server' },
  // The one on PATH changes to the user "rabbitmq" and writes to /var/log; this one is the server itself.
  'rabbitmq-server': { package: 'rabbitmq-server', folders: ['/usr/lib/rabbitmq/bin'] },
  // The worker of streaming runs them; one package has both.
  ffmpeg: { package: 'ffmpeg' },
  ffprobe: { package: 'ffmpeg' },
  // Tests play videos in it.
  chromium: { package: 'chromium' },
  // Tests read documents back with these.
  soffice: { package: 'libreoffice-writer-nogui' },
  pdftotext: { package: 'poppler-utils' },
  // Tests put the configuration of this repository in front of the gateway.
  nginx: { package: 'nginx' },
} as const satisfies Record<string, Program>;

export type ProgramName = keyof typeof known;

/** Paths of the programs, all missing ones installed in one go. */
export async function ensurePrograms(names: readonly ProgramName[], progress: Progress): Promise<Map<ProgramName, string>> {
  const missing = names.filter((name) => !find(name));
  if (missing.length > 0) await installPackages([...new Set(missing.map((name) => known[name].package))], progress);
  return new Map(
    names.map((name) => {
      const path = find(name);
      if (!path) throw new Error(`${known[name].package} is installed but has no ${name}`);
      return [name, path];
    }),
  );
}

function find(name: ProgramName): string | undefined {
  const program: Program = known[name];
  return findProgram(name, program.folders);
}
