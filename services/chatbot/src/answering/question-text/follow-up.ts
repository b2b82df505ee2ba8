import { splitWords } from '../../knowing/words/split-words.ts';
import { questionWords } from '../../knowing/words/stop-words.ts';

const toSet = (list: string) => new Set(list.split(/\s+/));

/** What is said of the answer before, not of the lesson. */
const aboutAnswer = toSet(
  `короче покороче кратко подробнее подробней поподробнее детальнее проще попроще понятнее иначе еще приведи приведите дай дайте покажи
  покажите напиши напишите пример примере примеры продолжай продолжи дальше повтори источник источники источника ссылка ссылку ссылки
  shorter briefly simpler detail details again elaborate continue example examples source sources link another`,
);
const openers = toSet('а и но тогда and but then');
const pronouns = toSet(
  `он она оно они его ее их ему ей им нем нему ней ним ними них это этого этом этому этим этот эта эти тот того
  it its this that these those they them`,
);
/** A question with more words of its own says what it is about. */
const maxOwnWords = 2;

/** Words that say something of the lesson. */
const findOwnWords = (words: readonly string[]) => words.filter((word) => !questionWords.has(word) && !aboutAnswer.has(word));

/** Whether a question says nothing by itself of what it is about, such as "And why?" or "Shorter, please". */
export const hasNoSubject = (question: string): boolean => findOwnWords(splitWords(question)).length === 0;

/** Whether a question can be understood only with the one before. */
export function isFollowUp(question: string): boolean {
  const words = splitWords(question);
  const own = findOwnWords(words).length;
  if (own === 0) return true;
  if (own > maxOwnWords) return false;
  // "Что это такое?" asks for a word, not for what was said.
  return openers.has(words[0] ?? '') || (!words.includes('что') && words.some((word) => pronouns.has(word)));
}
