import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Files, fillTemplate, writeFiles } from './fill-template.ts';
import { insert } from './insert.ts';
import { nextMigrationTime } from './migration-time.ts';
import { refuseTakenNoun, type ServiceWords, serviceWords } from './service-words.ts';

/**
 * Writes a noun of a service that is there: contract, feature with its routes and its migration, tests; and makes it known. Returns
 * the files, relative to the root; nothing is written when something is refused.
 */
export function createNoun(root: string, service: string, noun: string, now: Date): string[] {
  const words = serviceWords(service, noun);
  refuseTakenNoun(root, words);
  const read = (file: string) => readFileSync(join(root, file), 'utf8');
  const time = nextMigrationTime(join(root, `services/${service}/src/migrations`), now);
  const registry = 'packages/contracts/src/services.ts';
  const architecture = 'docs/architecture.md';
  const [readme, ownReadme] = ['README.md', `services/${service}/README.md`];
  const files: Files = new Map([
    [registry, addPrefix(read(registry), words)],
    [architecture, addToRow(read(architecture), words)],
    [readme, addToList(read(readme), new RegExp(`^\\| \`services/${service}\` \\| [a-z, -]+(?= \\|$)`, 'm'), words)],
    [ownReadme, addToList(read(ownReadme), /^Owns [a-z, -]+(?=\.$)/m, words)],
  ]);
  return writeFiles(root, new Map([...files, ...nounFiles(words, time, read)]));
}

/** What a noun consists of in its service, whose files `read` gives. */
export function nounFiles(words: ServiceWords, timestamp: number, read: (file: string) => string): Files {
  const { service } = words;
  const [serviceFile, accessTest] = [`services/${service}/src/service.ts`, `services/${service}/test/access.test.ts`];
  return new Map([
    ...fillTemplate('noun', service, { ...words, timestamp: String(timestamp) }),
    [serviceFile, addFeature(read(serviceFile), words)],
    [accessTest, addToAccessTest(read(accessTest), words)],
  ]);
}

function addPrefix(registry: string, { service, nouns }: ServiceWords): string {
  return insert(registry, 'after', new RegExp(`^  '?${service}'?: \\{ prefixes: \\[[^\\]]*(?=\\])`, 'm'), `, '/${nouns}'`);
}

function addToRow(architecture: string, { service, nouns, table }: ServiceWords): string {
  const withPrefix = insert(architecture, 'after', new RegExp(`^\\| ${service} \\| [^|]*(?= \\|)`, 'm'), `, \`/${nouns}\``);
  return insert(withPrefix, 'after', new RegExp(`^\\| ${service} \\| [^|]* \\| [^|]*(?= \\|)`, 'm'), `, \`${table}\``);
}

/** Where nothing but nouns is listed yet; what people wrote is theirs to change. */
function addToList(text: string, list: RegExp, { words }: ServiceWords): string {
  return text.replace(list, (nouns) => `${nouns}, ${words}`);
}

function addFeature(serviceFile: string, { noun, nounValue }: ServiceWords): string {
  const listed = insert(serviceFile, 'after', /\bfeatures: \[/, `${nounValue}Feature, `);
  return `import { ${nounValue}Feature } from './${noun}/${noun}.feature.ts';\n${listed}`;
}

/** One row of the noun, and what its routes are sent. */
function addToAccessTest(test: string, { noun, nounValue, Noun, nouns }: ServiceWords): string {
  const table = /\bdescribeAccess\(service, \{/;
  const id = ` ${nounValue}Id: (await build${Noun}(service)).id,`;
  const hasRows = /\bids: \{/.test(test);
  const known = hasRows
    ? insert(test, 'after', /\bids: \{/, id)
    : insert(test, 'after', table, `\nrows: async () => ({ owner: asStaff(), ids: {${id} } }),`);
  const body = "{ body: { title: 'Changed' } }";
  const inputs = `'POST /${nouns}': ${body}, 'PUT /${nouns}/:${nounValue}Id': ${body},`;
  const asked = /\binputs: /.test(known)
    ? insert(known, 'after', /\binputs: \([^)]*\) => \(\{/, inputs)
    : insert(known, 'after', table, `\ninputs: () => ({ ${inputs} }),`);
  const actor = hasRows ? '' : "import { asStaff } from '@lyceum/testing/actors';\n";
  return `${actor}import { build${Noun} } from './build-${noun}.ts';\n${asked}`;
}
