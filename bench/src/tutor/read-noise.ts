import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { SetPassage } from './question-sets.ts';

const root = join(import.meta.dirname, '../../..');
const maxFile = 200_000;
const maxPerFile = 12;
const [minWords, maxWords] = [40, 80];

/** Technical passages of the documents of this project and of the packages it uses, evenly from all of them. */
export function readNoise(count: number): SetPassage[] {
  const passages = listDocuments().flatMap(cutDocument);
  const step = passages.length / count;
  if (step < 1) throw new Error(`there are only ${passages.length} passages of noise`);
  return Array.from({ length: count }, (_, index) => passages[Math.floor(index * step)] ?? []).flat();
}

function listDocuments(): string[] {
  const docs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).map((name) => join('docs', name));
  const packages = readdirSync(join(root, 'node_modules'))
    .flatMap((name) =>
      name.startsWith('@') ? readdirSync(join(root, 'node_modules', name)).map((one) => join(name, one)) : name,
    )
    .map((name) => join('node_modules', name, 'README.md'));
  const own = ['README.md', 'CONTRIBUTING.md', ...docs.filter((name) => name.endsWith('.md'))];
  return [...own, ...packages].filter((name) => existsSync(join(root, name)) && statSync(join(root, name)).size < maxFile).sort();
}

function cutDocument(name: string): SetPassage[] {
  const passages: SetPassage[] = [];
  let [heading, words]: [string, string[]] = ['', []];
  const end = () => {
    if (words.length >= minWords && passages.length < maxPerFile) {
      const id = `noise ${name} ${passages.length}`;
      passages.push({ id, course: 'noise', lesson: name, headingPath: ['Noise', name, heading], text: words.join(' ') });
    }
    words = [];
  };
  for (const line of readFileSync(join(root, name), 'utf8').split('\n')) {
    if (line.startsWith('#')) {
      end();
      heading = line.replace(/^#+\s*/, '');
    } else if (!/^(\||```|\s*<|!\[|\[!\[)/.test(line)) {
      const plain = line.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[`*_]/g, '');
      words.push(...plain.split(/\s+/).filter(Boolean));
      if (words.length >= maxWords) end();
    }
  }
  end();
  return passages;
}
