import type { Finding, Repository } from './repository.ts';
import { locate } from './source.ts';

/** Word of a name → what the field says. CONTRIBUTING.md has the list for readers. */
const banned: Readonly<Record<string, string>> = {
  most: 'max',
  usual: 'default or typical',
  fewest: 'min',
  told: 'the noun: events, reported, published',
  nothing: 'none, empty, notGiven',
  instead: 'fallback',
  undo: 'cleanup',
};

/** Where a name is declared that is one of the words, or begins with one that stands for a bound. */
const declared = new RegExp(
  `\\b(?:const|let|readonly|type|interface)\\s+(?:(${Object.keys(banned).join('|')})\\b|(most|usual|fewest)(?=[A-Z]))`,
  'g',
);

/** Names are words of the field, so that a reader knows them and a search finds them. */
export function namesAreTermsOfTheField({ sources }: Repository): Finding[] {
  return sources.flatMap((source) =>
    Array.from(source.code.matchAll(declared), ({ 1: word, 2: beginning, index }) => ({
      rule: 'names-are-terms-of-the-field',
      file: locate(source, index),
      message: `say ${banned[word ?? beginning ?? '']} for “${word ?? beginning}”`,
    })),
  );
}
