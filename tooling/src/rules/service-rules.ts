import { parse } from 'yaml';
import { z } from 'zod';
import { type Finding, type Repository, readText } from './repository.ts';

/** A folder that is not in the registry is never started; an entry without a folder cannot be. */
export function serviceIsRegistered({ serviceFolders, registry }: Repository): Finding[] {
  const rule = 'service-is-registered';
  const registryFile = 'packages/contracts/src/services.ts';
  return [
    ...serviceFolders
      .filter((name) => !registry[name])
      .map((name) => ({ rule, file: `services/${name}`, message: `add ${name} to ${registryFile}` })),
    ...Object.keys(registry)
      .filter((name) => !serviceFolders.includes(name))
      .map((name) => ({ rule, file: registryFile, message: `there is no folder services/${name}` })),
    ...clashes(registry).map((message) => ({ rule, file: registryFile, message })),
  ];
}

function clashes(registry: Repository['registry']): string[] {
  const claims = Object.entries(registry).flatMap(([name, { port, prefixes }]) =>
    [`port ${port}`, ...prefixes.map((prefix) => `prefix ${prefix}`)].map((claim) => ({ name, claim })),
  );
  return claims.flatMap(({ name, claim }, index) => {
    const first = claims.findIndex((other) => other.claim === claim);
    return first < index ? [`${claim} belongs to both ${claims[first]?.name} and ${name}`] : [];
  });
}

/** The stack mounts what it imports. */
export function serviceIsInTheStack({ serviceFolders, sources }: Repository): Finding[] {
  const file = 'stack/src/services.ts';
  const imported = sources.find((source) => source.file === file)?.imports.map(({ module }) => module) ?? [];
  return serviceFolders
    .filter((name) => !imported.includes(`@lyceum/${name}/service`))
    .map((name) => ({ rule: 'service-is-in-the-stack', file, message: `import @lyceum/${name}/service and list it` }));
}

const compose = z.object({
  services: z.record(
    z.string(),
    z.object({
      build: z.object({ args: z.object({ SERVICE: z.string() }).optional() }).optional(),
      environment: z.record(z.string(), z.unknown()).default({}),
    }),
  ),
});

/** Every service has a container of its own on its port, and its role a password from the migration step. */
export function serviceIsInCompose(repository: Repository): Finding[] {
  const file = 'docker-compose.yml';
  const { services } = compose.parse(parse(readText(repository, file) ?? 'services: {}', { merge: true, maxAliasCount: -1 }));
  return repository.serviceFolders.flatMap((name) => {
    const container = services[name];
    const password = `DATABASE_PASSWORD_${name.toUpperCase().replaceAll('-', '_')}_FILE`;
    const faults = [
      container?.build?.args?.SERVICE !== name && `needs a container ${name} built with SERVICE: ${name}`,
      String(container?.environment['PORT']) !== String(repository.registry[name]?.port) &&
        `the container ${name} needs the PORT of the registry`,
      !services['migrate']?.environment[password] && `the container migrate needs ${password}`,
    ];
    return faults.flatMap((message) => (message ? [{ rule: 'service-is-in-compose', file, message }] : []));
  });
}

export function serviceHasReadme(repository: Repository): Finding[] {
  return repository.serviceFolders.flatMap((name) => {
    const file = `services/${name}/README.md`;
    const text = readText(repository, file)?.trim();
    return text ? [] : [{ rule: 'service-has-readme', file, message: 'say what it owns, its events and its jobs' }];
  });
}

/** Who looks for a service finds it in the list of parts, and in the table of who owns what with its prefixes, tables and events. */
export function docsNameEachService(repository: Repository): Finding[] {
  const rule = 'docs-name-each-service';
  const [readme = '', architecture = ''] = ['README.md', 'docs/architecture.md'].map((file) => readText(repository, file) ?? '');
  return repository.serviceFolders.flatMap((name) => {
    const row = architecture.split('\n').find((line) => line.startsWith(`| ${name} |`)) ?? '';
    const [, , prefixes = '', tables = '', , events = ''] = row.split('|');
    const declared = {
      tables: findAll(repository, `services/${name}/src/`, /\btableName: '(\w+)'/g),
      events: findAll(repository, `packages/contracts/src/${name}/`, /\bdefineEvent\(\s*'[\w-]+\.([\w-]+)\.v\d+'/g),
    };
    const message = (missing: string[], extra: string[]) => [
      ...missing.map((text) => `the row of ${name} needs \`${text}\``),
      ...extra.map((text) => `the row of ${name} has \`${text}\`, which is not there`),
    ];
    const missingPrefixes = repository.registry[name]?.prefixes.filter((prefix) => !quoted(prefixes).includes(prefix)) ?? [];
    const compare = (cell: string, there: string[]) =>
      message(
        there.filter((text) => !quoted(cell).includes(text)),
        quoted(cell).filter((text) => !there.includes(text)),
      );
    return [
      ...(readme.includes(`| \`services/${name}\` |`)
        ? []
        : [{ rule, file: 'README.md', message: `say what services/${name} does` }]),
      ...[...message(missingPrefixes, []), ...compare(tables, declared.tables), ...compare(events, declared.events)].map(
        (text) => ({
          rule,
          file: 'docs/architecture.md',
          message: text,
        }),
      ),
    ];
  });
}

const quoted = (cell: string) => Array.from(cell.matchAll(/`([^`]+)`/g), ([, text = '']) => text);

function findAll({ sources }: Repository, folder: string, what: RegExp): string[] {
  const found = sources
    .filter(({ file }) => file.startsWith(folder) && !file.endsWith('.test.ts'))
    .flatMap(({ text }) => Array.from(text.matchAll(what), ([, name = '']) => name));
  return [...new Set(found)];
}

const accessTest = 'test/access.test.ts';

/** Who may call each route of a service, and who is refused, is tested of all of them at once. */
export function serviceTestsItsAccess({ serviceFolders, sources }: Repository): Finding[] {
  return serviceFolders.flatMap((name) => {
    const file = `services/${name}/${accessTest}`;
    const isThere = sources.find((source) => source.file === file)?.code.includes('describeAccess(');
    return isThere ? [] : [{ rule: 'service-tests-its-access', file, message: 'call describeAccess(service, ...)' }];
  });
}

/** Health paths, metrics, OpenAPI and orderly stopping come with `defineService` and `runService`, and only with them. */
export function serviceRunsOnTheKit({ serviceFolders, sources }: Repository): Finding[] {
  const rule = 'service-runs-on-the-kit';
  const find = (file: string) => sources.find((source) => source.file === file);
  return serviceFolders.flatMap((name) => {
    const [serviceFile, mainFile] = [`services/${name}/src/service.ts`, `services/${name}/src/main.ts`];
    const service = find(serviceFile);
    const findings: Finding[] = [];
    if (!service?.code.includes('defineService(') || !service.text.includes(`name: '${name}'`)) {
      findings.push({ rule, file: serviceFile, message: `export defineService({ name: '${name}', ... })` });
    }
    if (!find(mainFile)?.code.includes('await runService(')) {
      findings.push({ rule, file: mainFile, message: 'run the service with `await runService(...)`' });
    }
    return findings;
  });
}
