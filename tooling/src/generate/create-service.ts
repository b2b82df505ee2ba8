import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { registrations } from './registrations.ts';
import { refuseTakenNames, serviceWords } from './service-words.ts';

const template = join(import.meta.dirname, '../../service-template');

/**
 * Writes a service with one entity and one route, and makes it known everywhere. Returns the files, relative to the root;
 * nothing is written when something is refused.
 */
export function createService(root: string, service: string, noun: string | undefined, now: Date): string[] {
  const words = serviceWords(service, noun);
  refuseTakenNames(root, words);
  const registry = readFileSync(join(root, 'packages/contracts/src/services.ts'), 'utf8');
  const port = Math.max(...Array.from(registry.matchAll(/\bport: (\d+)/g), ([, digits]) => Number(digits))) + 1;

  const changed = Object.entries(registrations).map(
    ([file, register]) => [file, register(readFileSync(join(root, file), 'utf8'), words, port)] as const,
  );
  const manifest = JSON.parse(readFileSync(join(root, 'packages/common/package.json'), 'utf8'));
  const values = { ...words, typeorm: manifest.dependencies.typeorm, timestamp: String(now.getTime()) };
  const files = [...fillTemplate(service, values), ...changed];
  for (const [file, text] of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return files.map(([file]) => file);
}

function fillTemplate(service: string, values: Readonly<Record<string, string>>): (readonly [file: string, text: string])[] {
  const fill = (text: string) => text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '');
  const paths = readdirSync(template, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.txt'));
  return paths.map((path) => {
    const file = fill(path.replace(/\.txt$/, ''));
    const place = file.startsWith('contracts/')
      ? `packages/contracts/src/${file.slice('contracts/'.length)}`
      : `services/${service}/${file}`;
    return [place, fill(readFileSync(join(template, path), 'utf8'))] as const;
  });
}
