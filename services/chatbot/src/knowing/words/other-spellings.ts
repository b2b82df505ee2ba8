const toCyrillic: readonly (readonly [RegExp, string])[] = [
  [/shch|sch/g, 'щ'],
  [/zh/g, 'ж'],
  [/kh/g, 'х'],
  [/ts/g, 'ц'],
  [/ch/g, 'ч'],
  [/sh/g, 'ш'],
  [/yu|ju/g, 'ю'],
  [/ya|ja/g, 'я'],
  [/yo|jo/g, 'е'],
];

const single: Readonly<Record<string, string>> = {
  a: 'а',
  b: 'б',
  v: 'в',
  w: 'в',
  g: 'г',
  d: 'д',
  e: 'е',
  z: 'з',
  i: 'и',
  j: 'й',
  y: 'ы',
  k: 'к',
  q: 'к',
  l: 'л',
  m: 'м',
  n: 'н',
  o: 'о',
  p: 'п',
  r: 'р',
  s: 'с',
  t: 'т',
  u: 'у',
  f: 'ф',
  h: 'х',
  c: 'ц',
  x: 'х',
};

/** Keys of a keyboard with both alphabets, in the same order. */
const latinKeys = "qwertyuiop[]asdfghjkl;'zxcvbnm,.";
const cyrillicKeys = 'йцукенгшщзхъфывапролджэячсмитьбю';

/** Russian that is written in Latin letters. */
const fromTransliteration = (word: string): string =>
  toCyrillic
    .reduce((text, [letters, letter]) => text.replace(letters, letter), word)
    .replace(/[a-z]/g, (letter) => single[letter] ?? letter);

const fromKeys = (word: string, keys: string, letters: string): string =>
  [...word].map((key) => letters[keys.indexOf(key)] ?? key).join('');

/**
 * How a word that a course does not have may have been meant: Russian in Latin letters, either language typed with the keys of the
 * other, and English nouns in Cyrillic that Russian ends otherwise. The word is normalised.
 */
export function toOtherSpellings(word: string): string[] {
  if (/^[a-z]+$/.test(word)) {
    const meant = fromTransliteration(word);
    return [...new Set([meant, meant.replaceAll('ы', 'й'), fromKeys(word, latinKeys, cyrillicKeys)])];
  }
  if (!/^[а-я]+$/.test(word)) return [];
  const noun = word.replace(/(?:ейшн|ейшен|ейшон)[а-я]{0,3}$/, 'ация');
  return [...new Set([noun, fromKeys(word, cyrillicKeys, latinKeys)])].filter((one) => one !== word);
}
