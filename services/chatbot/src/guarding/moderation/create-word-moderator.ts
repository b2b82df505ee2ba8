import { distressPhrases } from './distress-phrases.ts';
import { foldWords, type WordStems } from './fold-words.ts';
import type { Moderator } from './moderator.ts';

interface Phrase {
  readonly phrase: string;
  readonly words: readonly WordStems[];
}

/** Phrases by each stem of their first words. */
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
  const index = new Map<string, Phrase[]>();
  for (const phrase of phrases) {
    const words = foldWords(phrase);
    for (const stem of words[0] ?? []) {
      const others = index.get(stem);
      if (others) others.push({ phrase, words });
      else index.set(stem, [{ phrase, words }]);
    }
  }
  return index;
}

function findPhrase(words: readonly WordStems[], index: PhraseIndex): string | null {
  for (const [start, stems] of words.entries()) {
    const phrases = stems.flatMap((stem) => index.get(stem) ?? []);
    const match = phrases.find((phrase) => phrase.words.every((one, offset) => areForms(one, words[start + offset])));
    if (match) return match.phrase;
  }
  return null;
}

const areForms = (one: WordStems, other: WordStems = []) => one.some((stem) => other.includes(stem));
