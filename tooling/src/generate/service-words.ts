import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from './insert.ts';
import { camelCase, isKebabCase, pascalCase, plural, singular, snakeCase } from './names.ts';

/** What stands for `{{...}}` in the template of a service. */
export interface ServiceWords {
  /** `certificates` */
  readonly service: string;
  readonly serviceValue: string;
  /** `certificate`, and the same as a value, a type and words of a sentence. */
  readonly noun: string;
  readonly nounValue: string;
  readonly Noun: string;
  readonly word: string;
  readonly words: string;
  /** `certificates`: path, table and the class of the migration. */
  readonly nouns: string;
  readonly nounsValue: string;
  readonly Nouns: string;
  readonly table: string;
  /** `certificate` in `certificate.not_found` */
  readonly problem: string;
}

export function serviceWords(service: string, noun = singular(service)): ServiceWords {
  const nouns = plural(noun);
  return {
    service,
    serviceValue: camelCase(service),
    noun,
    nounValue: camelCase(noun),
    Noun: pascalCase(noun),
    word: noun.replaceAll('-', ' '),
    words: nouns.replaceAll('-', ' '),
    nouns,
    nounsValue: camelCase(nouns),
    Nouns: pascalCase(nouns),
    table: snakeCase(nouns),
    problem: snakeCase(noun),
  };
}

/** Words of the language and values of the template, which a noun cannot be called. */
const taken = new Set(
  'body case class db default delete enum export fail function id import in new package params return route service status switch this timestamp type var with'.split(
    ' ',
  ),
);

/** Throws a `Refusal` for a name that is none, or that something else has already. */
export function refuseTakenNames(root: string, words: ServiceWords): void {
  const { service } = words;
  refuseNoName(service);
  if (service === 'public') throw new Refusal('"public" is a schema of PostgreSQL');
  if (existsSync(join(root, 'services', service))) throw new Refusal(`services/${service} exists`);
  if (has(root, 'docker-compose.yml', new RegExp(`^  ${service}:$`, 'm'))) {
    throw new Refusal(`docker-compose.yml has a container ${service} already`);
  }
  if (existsSync(join(root, `packages/contracts/src/${service}`))) throw new Refusal(`packages/contracts/src/${service} exists`);
  refuseTakenNoun(root, words, { isNew: true });
}

/** The same for a noun, of a service that is there or is about to be. */
export function refuseTakenNoun(root: string, { service, noun, nouns }: ServiceWords, { isNew = false } = {}): void {
  refuseNoName(noun);
  if (taken.has(noun)) {
    throw new Refusal(`"${noun}" has a meaning in the code already: say another noun after the name of the service`);
  }
  const registry = 'packages/contracts/src/services.ts';
  if (!isNew && !existsSync(join(root, 'services', service))) throw new Refusal(`there is no folder services/${service}`);
  if (has(root, registry, new RegExp(`'/${nouns}'`))) throw new Refusal(`${registry} has the prefix /${nouns} already`);
  if (isNew) return;
  for (const place of [`services/${service}/src/${noun}`, `packages/contracts/src/${service}/${noun}.ts`]) {
    if (existsSync(join(root, place))) throw new Refusal(`${place} exists`);
  }
}

function refuseNoName(name: string): void {
  if (!isKebabCase(name)) throw new Refusal(`"${name}" is no name: write it like certificates or program-generation`);
}

const has = (root: string, file: string, text: RegExp) => text.test(readFileSync(join(root, file), 'utf8'));
