import { type Finding, isTest, type Repository } from './repository.ts';
import { locate, type Source } from './source.ts';

/** Scripts that a service sends to browsers, which have no kit, are none of its code. */
const isForBrowsers = (file: string) => /^services\/[^/]+\/src\/.+\/browser\/[^/]+\.js$/.test(file);

const inServices = ({ file }: Source) => file.startsWith('services/') && !isTest(file) && !isForBrowsers(file);

/** A space may have its own clock, and tests set it: domain code asks `ctx.now()`. */
export function clockIsTheContext({ sources }: Repository): Finding[] {
  const clocks =
    /\bnew Date\b(?!\s*\(\s*[^\s)])|(?<!new )\bDate\(|\bDate\.now\b|\bperformance\.now\b|\bhrtime\b|\bTemporal\.Now\b|\b(?:create|update|delete)Date: true/g;
  return matches(
    sources.filter(inServices),
    clocks,
    'clock-is-the-context',
    (found) => `take the time from ctx.now(), not from ${found}`,
  );
}

/** Where the environment may be read, besides files named config.ts. */
const readsEnvironment = new Set(['tooling/bootstrap.mjs']);

export function environmentIsConfig({ sources }: Repository): Finding[] {
  const rule = 'environment-is-config';
  const message = 'read variables in config.ts';
  const readers = sources.filter(({ file }) => !/(^|\/)config\.ts$/.test(file) && !readsEnvironment.has(file));
  const imported = readers.flatMap((source) =>
    source.imports
      .filter(({ module }) => /^(node:)?process$/.test(module))
      .map(({ at }) => ({ rule, file: locate(source, at), message: `${message}; everything else of process is global` })),
  );
  return [...imported, ...matches(readers, /\bprocess\s*\??\.\s*env\b|\bprocess\s*(\?\.)?\[/g, rule, () => message)];
}

/** Library → what the kit has instead. */
const behindTheKit: Readonly<Record<string, string>> = {
  amqplib: 'outbox',
  bullmq: 'jobs',
  ioredis: 'redis',
  redis: 'redis',
  pg: 'database',
  '@aws-sdk': 'storage',
  express: 'http',
  axios: 'client',
  got: 'client',
  undici: 'client',
  http: 'client',
  https: 'client',
  pino: 'log',
  'prom-client': 'metrics',
};

export function librariesStayBehindTheKit({ sources }: Repository): Finding[] {
  const rule = 'libraries-stay-behind-the-kit';
  const own = sources.filter(inServices);
  const imported = own.flatMap((source) =>
    source.imports.flatMap(({ module, at }) => {
      const subpath = behindTheKit[module.replace(/^node:/, '').split('/')[0] ?? ''];
      return subpath ? [{ rule, file: locate(source, at), message: `use @lyceum/common/${subpath}, not ${module}` }] : [];
    }),
  );
  return [
    ...imported,
    ...matches(own, /(?<![.\w$])fetch\(/g, rule, () => 'call other services with @lyceum/common/client, not fetch'),
  ];
}

export function matches(
  sources: readonly Source[],
  pattern: RegExp,
  rule: string,
  message: (found: string) => string,
): Finding[] {
  return sources.flatMap((source) =>
    Array.from(source.code.matchAll(pattern), (match) => ({
      rule,
      file: locate(source, match.index),
      message: message(match[0]),
    })),
  );
}
