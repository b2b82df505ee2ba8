import { type Finding, type Repository, readText } from './repository.ts';
import { locate } from './source.ts';

const glossary = 'docs/glossary.md';
/** Where a name is declared. */
const declared = /\b(const|let|function|class|interface|type|readonly)\s+([A-Za-z]\w*)/g;
/** Names that JSON Schema gives. */
const foreign = new Set(['allOf', 'anyOf', 'multipleOf', 'oneOf']);

interface Banned {
  readonly word: string;
  readonly matches: (name: string) => boolean;
  /** What the field says. */
  readonly say: string;
}

/** Names are words of the field, so that a reader knows them and a search finds them. The glossary has those that are not. */
export function namesAreTermsOfTheField(repository: Repository): Finding[] {
  const rule = 'names-are-terms-of-the-field';
  const banned = readBanned(readText(repository, glossary) ?? '');
  if (banned.length === 0) return [{ rule, file: glossary, message: 'list the words we do not use' }];
  return repository.sources.flatMap((source) =>
    Array.from(source.code.matchAll(declared), ({ 2: name = '', index }) => ({ name, index })).flatMap(({ name, index }) => {
      const found = foreign.has(name) ? undefined : banned.find(({ matches }) => matches(name));
      return found ? [{ rule, file: locate(source, index), message: `${name}: for “${found.word}” say ${found.say}` }] : [];
    }),
  );
}

/** Rows of the last table: words in backticks, then what to say. */
function readBanned(text: string): Banned[] {
  const rows = text.slice(text.indexOf('| not | but |')).matchAll(/^\| (`.*?) \| (.*) \|$/gm);
  return Array.from(rows, ([, words = '', say = '']) => ({ words, say })).flatMap(({ words, say }) =>
    Array.from(words.matchAll(/`([^`]+)`/g), ([, word = '']) => ({ word, say, matches: matcher(word) })),
  );
}

/** Of `…Of` and `most…`: whether a name ends or begins with the word. What is a type may end as it likes. */
function matcher(word: string): (name: string) => boolean {
  const bare = word.replace('…', '');
  if (word === '…Of') return (name) => /^[a-z]\w*Of$/.test(name);
  if (word.startsWith('…')) return (name) => name.endsWith(bare) && name !== bare;
  if (word.endsWith('…')) return (name) => new RegExp(`^${bare}(?![a-z])`).test(name.charAt(0).toLowerCase() + name.slice(1));
  return (name) => name === bare;
}
