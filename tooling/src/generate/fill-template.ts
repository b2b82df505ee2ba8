import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const templates = join(import.meta.dirname, '../../templates');

/** Files by their paths, relative to the root of the repository. */
export type Files = ReadonlyMap<string, string>;

/** What a template makes of a service: its contracts, and what is in its folder. */
export function fillTemplate(template: 'service' | 'noun', service: string, values: Readonly<Record<string, string>>): Files {
  const folder = join(templates, template);
  const fill = (text: string) => text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '');
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.txt'));
  return new Map(
    paths.map((path) => {
      const file = fill(path.replace(/\.txt$/, ''));
      const place = file.startsWith('contracts/')
        ? `packages/contracts/src/${file.slice('contracts/'.length)}`
        : `services/${service}/${file}`;
      return [place, fill(readFileSync(join(folder, path), 'utf8'))] as const;
    }),
  );
}

/** Writes them all, and returns their paths. */
export function writeFiles(root: string, files: Files): string[] {
  for (const [file, text] of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return [...files.keys()];
}
