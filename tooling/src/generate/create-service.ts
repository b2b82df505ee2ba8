import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nounFiles } from './create-noun.ts';
import { type Files, fillTemplate, writeFiles } from './fill-template.ts';
import { registrations } from './registrations.ts';
import { refuseTakenNames, serviceWords } from './service-words.ts';

/**
 * Writes a service with one noun, and makes it known everywhere. Returns the files, relative to the root; nothing is written when
 * something is refused.
 */
export function createService(root: string, service: string, noun: string | undefined, now: Date): string[] {
  const words = serviceWords(service, noun);
  refuseTakenNames(root, words);
  const read = (file: string) => readFileSync(join(root, file), 'utf8');
  const ports = read('packages/contracts/src/services.ts').matchAll(/\bport: (\d+)/g);
  const port = Math.max(...Array.from(ports, ([, digits]) => Number(digits))) + 1;
  const registered = Object.entries(registrations).map(([file, register]) => [file, register(read(file), words, port)] as const);
  const { typeorm } = JSON.parse(read('packages/common/package.json')).dependencies;
  const files: Files = new Map([...fillTemplate('service', service, { ...words, typeorm }), ...registered]);
  return writeFiles(root, new Map([...files, ...nounFiles(words, now.getTime(), (file) => files.get(file) ?? read(file))]));
}
