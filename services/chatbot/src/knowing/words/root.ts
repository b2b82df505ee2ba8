import { toStem } from './stem.ts';

const toSuffixes = (list: string): string[] => list.split(/\s+/).toSorted((one, other) => other.length - one.length);

const russianSuffixes = toSuffixes(
  `ировани ирован ирова ировк ировщик изирова изаци аци яци овани ован ова ева ыва ива ени ен ани ан ян ни остн ост тельн ител ател
  тел ительн ическ ичн еск ск ник чик щик овщик ств инг ист изм лив чив ов ев ок ек н к ем им л а я и у ю е ь й`,
);
const englishSuffixes = toSuffixes(
  'ization izat ation ition at it ion or er ment ness ity iv al anc enc ant ent abl ibl ist ism ic ous iz ing ed e i y',
);

const minRoot = 4;
/** After a suffix that hardly is a part of anything else. */
const minRootOfLong = 3;
const longSuffix = 4;
const maxSuffixes = 3;

/** Consonants that take turns at the end of a Russian root: движение and двигать, защита and защищать. */
const alternations: readonly (readonly [RegExp, string])[] = [
  [/(...[бвмпф])л$/, '$1'],
  [/(...)жд$/, '$1д'],
  [/щ$/, 'т'],
  [/[жг]$/, 'з'],
  [/[чц]$/, 'к'],
  [/[шх]$/, 'с'],
];

/** A stem without what makes other words of one word. */
function toBareStem(stem: string): string {
  const suffixes = /[а-я]/.test(stem) ? russianSuffixes : englishSuffixes;
  let bare = stem;
  for (let count = 0; count < maxSuffixes; count += 1) {
    const suffix = suffixes.find(
      (one) => bare.endsWith(one) && bare.length - one.length >= (one.length < longSuffix ? minRoot : minRootOfLong),
    );
    if (suffix === undefined) return bare;
    bare = bare.slice(0, -suffix.length);
  }
  return bare;
}

/** What words of one family have in common, so that «ускорение» meets «ускоряться». The word is normalised. */
export const toRoot = (word: string): string =>
  alternations.reduce((root, [letters, letter]) => root.replace(letters, letter), toBareStem(toStem(word)));
