import { splitWords } from '../../knowing/words/split-words.ts';
import { questionWords } from '../../knowing/words/stop-words.ts';

const names = new Map([
  ...['урок', 'урока', 'уроке', 'уроку', 'lesson'].map((word) => [word, 'lesson'] as const),
  ...['курс', 'курса', 'курсе', 'курсу', 'course'].map((word) => [word, 'course'] as const),
]);
const asking = new Set(
  'содержание план кратко коротко весь вкратце главное рассказывается говорится перескажи перескажите summarise summarize summary overview main topic'.split(
    ' ',
  ),
);

/** Which whole a question is about, such as "What is this course about?"; null where it is about something in it. */
export function findWholeSubject(question: string): 'lesson' | 'course' | null {
  const words = splitWords(question);
  // "Что такое урок?" asks for the word.
  if (words.includes('такое')) return null;
  const own = words.filter((word) => !questionWords.has(word) && !asking.has(word));
  const named = own.map((word) => names.get(word) ?? null);
  return named.length > 0 && named.every((one) => one === named[0]) ? (named[0] ?? null) : null;
}
