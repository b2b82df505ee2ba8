import { newStemmer } from 'snowball-stemmers';

const russian = newStemmer('russian');
const english = newStemmer('english');

/** What the forms of a word have in common. Its alphabet says which language it is of; the word is normalised. */
export function toStem(word: string): string {
  if (/[а-я]/.test(word)) return russian.stem(word);
  return /[a-z]/.test(word) ? english.stem(word) : word;
}
