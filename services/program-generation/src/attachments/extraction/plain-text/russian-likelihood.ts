/** Shares of the letters in Russian texts, in thousandths. */
const shares = new Map(
  Object.entries({
    а: 80,
    б: 16,
    в: 45,
    г: 17,
    д: 30,
    е: 85,
    ж: 9,
    з: 17,
    и: 74,
    й: 12,
    к: 35,
    л: 44,
    м: 32,
    н: 67,
    о: 110,
    п: 28,
  })
    .concat(
      Object.entries({
        р: 47,
        с: 55,
        т: 63,
        у: 26,
        ф: 3,
        х: 10,
        ц: 5,
        ч: 15,
        ш: 7,
        щ: 4,
        ъ: 0.4,
        ы: 19,
        ь: 17,
        э: 3,
        ю: 6,
        я: 20,
      }),
    )
    .concat(Object.entries({ ё: 0.5, і: 0.2, ї: 0.1, є: 0.1, ґ: 0.05, ў: 0.1 })),
);
/** Of what is no Russian letter. */
const otherShares: readonly (readonly [RegExp, number])[] = [
  [/[«»„“”’–—…№§°•·±\u00A0]/, 10],
  [/[\u2500-\u257F]/, 3],
  [/\p{L}/u, 0.2],
  [/[^\p{C}]/u, 0.5],
];
const otherShare = 0.02;
/** Less common than any that stands in every text. */
const rareShare = 1;

/** Natural logarithms of how much oftener one sort of letter follows another than it would by chance. */
const followers = {
  vowel: { vowel: -1.2, consonant: 0.3, sign: -5 },
  consonant: { vowel: 0.3, consonant: -0.4, sign: 0.3 },
  sign: { vowel: -0.7, consonant: 0.3, sign: -5 },
  none: { vowel: 0, consonant: 0, sign: -4 },
};
const cases = { lowerThenUpper: -6, upperThenUpper: -0.2, upperThenLower: -1.6, startsUpper: -1.6, startsLower: -0.2 };
const mixedScripts = -6;
/** A rare sign, or a line of a table, right after a letter. */
const withinWord = -4;
const tableLine = /[\u2500-\u257F]/;

const isLatin = (character: string) => /[A-Za-z]/.test(character);
const isUpper = (character: string) => character !== character.toLowerCase();

/**
 * How much likelier than chance Russian has a character past ASCII after another, as a natural logarithm; of ASCII only how
 * badly it stands after a Russian letter.
 */
export function likelihoodOfRussian(before: string, character: string): number {
  if (character <= '\u007F') return isLatin(character) && isCyrillic(before) ? mixedScripts : 0;
  const likelihood = Math.log((getShare(character) / 1000) * 128);
  if (isCyrillic(character)) return likelihood + getFit(before, character);
  return likelihood + (isRare(character) && isCyrillic(before) ? withinWord : 0);
}

function getShare(character: string): number {
  return shares.get(character.toLowerCase()) ?? otherShares.find(([pattern]) => pattern.test(character))?.[1] ?? otherShare;
}

const isRare = (character: string) => getShare(character) < rareShare || tableLine.test(character);

/** How well a letter stands after the character before it. */
function getFit(before: string, letter: string): number {
  const fit = followers[toLetterKind(before)][toLetterKind(letter) as 'vowel' | 'consonant' | 'sign'];
  if (isLatin(before)) return fit + mixedScripts;
  if (!isCyrillic(before)) return fit + (isUpper(letter) ? cases.startsUpper : cases.startsLower);
  if (isUpper(before)) return fit + (isUpper(letter) ? cases.upperThenUpper : cases.upperThenLower);
  return fit + (isUpper(letter) ? cases.lowerThenUpper : 0);
}

function toLetterKind(character: string): keyof typeof followers {
  if (!isCyrillic(character)) return 'none';
  if (/[аеёиоуыэюяіїє]/i.test(character)) return 'vowel';
  return /[ъь]/i.test(character) ? 'sign' : 'consonant';
}

function isCyrillic(character: string): boolean {
  return /\p{Script=Cyrillic}/u.test(character);
}
