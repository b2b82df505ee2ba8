import { distressPhrases } from './distress-phrases.ts';
import { foldWords } from './fold-words.ts';
import type { Moderator } from './moderator.ts';

interface Phrase {
  readonly phrase: string;
  readonly words: readonly string[];
}

/** Phrases by their first words, folded. */
type PhraseIndex = ReadonlyMap<string, readonly Phrase[]>;

/** Finds listed words and phrases. The work grows as the text does: at each word only phrases that begin with it are compared. */
export function createWordModerator(): Moderator {
  // Settings are read anew every few seconds, and their lists are folded once for each reading.
  const indexes = new WeakMap<object, { blocked: PhraseIndex; alert: PhraseIndex }>();
  return {
    async check(text, { moderation }) {
      const { blockedWords, alertWords } = moderation;
      const lists = indexes.get(moderation) ?? {
        blocked: createIndex(blockedWords),
        alert: createIndex([...alertWords, ...distressPhrases]),
      };
      indexes.set(moderation, lists);
      const words = foldWords(text);
      return { blocked: findPhrase(words, lists.blocked), alert: findPhrase(words, lists.alert) };
    },
  };
}

function createIndex(phrases: readonly string[]): PhraseIndex {
  const folded = phrases.map((phrase) => ({ phrase, words: foldWords(phrase) })).filter(({ words }) => words.length > 0);
  return Map.groupBy(folded, ({ words: [first = ''] }) => first);
}

function findPhrase(words: readonly string[], index: PhraseIndex): string | null {
  for (const [start, word] of words.entries()) {
    const match = index.get(word)?.find((phrase) => phrase.words.every((one, offset) => words[start + offset] === one));
    if (match) return match.phrase;
  }
  return null;
}
