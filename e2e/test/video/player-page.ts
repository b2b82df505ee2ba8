import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createPortChooser } from '@lyceum/dev-servers/processes/ports';

const library = join(createRequire(import.meta.url).resolve('hls.js'), '..');
const files: Record<string, readonly [type: string, path: string]> = {
  '/hls.min.js': ['text/javascript', join(library, 'hls.min.js')],
  '/hls.worker.js': ['text/javascript', join(library, 'hls.worker.js')],
  '/player.js': ['text/javascript', join(import.meta.dirname, 'player.js')],
};
const html =
  '<!doctype html><meta charset="utf-8"><title>Урок</title><video playsinline></video><script src="/hls.min.js"></script><script src="/player.js"></script>';

export interface PlayerPage {
  readonly origin: string;
  /** Where the page may read from, besides its own origin. */
  allow(origins: readonly string[]): void;
  stop(): Promise<void>;
}

/** The page of a front end at an origin of its own, under the strictest policy that hls.js plays with. */
export async function servePlayerPage(): Promise<PlayerPage> {
  const port = await createPortChooser('free', () => undefined)();
  let allowed: readonly string[] = [];
  const server = createServer((request, response) => {
    const file = files[request.url ?? ''];
    const policy = `default-src 'none'; script-src 'self'; connect-src 'self' ${allowed.join(' ')}; media-src blob:; worker-src 'self'`;
    response.setHeader('content-security-policy', policy);
    response.setHeader('content-type', file ? file[0] : 'text/html; charset=utf-8');
    response.end(file ? readFileSync(file[1]) : html);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${port}`,
    allow: (origins) => {
      allowed = origins;
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
