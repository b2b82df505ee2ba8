import { toEditDistance } from './edit-distance.ts';

const cyrillicSounds: Readonly<Record<string, string>> = {
  ...{ а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', е: 'e', ж: 'j', з: 's', и: 'i', й: 'i', к: 'k', л: 'l', м: 'm', н: 'n' },
  ...{ о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'h', ц: 'ts', ч: 'C', ш: 'S', щ: 'S', ы: 'i', э: 'e' },
  ...{ ю: 'u', я: 'a' },
};

const latinSounds: readonly (readonly [RegExp, string])[] = [
  [/[^a-z]/g, ''],
  [/tch|ch/g, 'C'],
  [/sh/g, 'S'],
  [/ph/g, 'f'],
  [/th/g, 't'],
  [/ck/g, 'k'],
  [/^wr/, 'r'],
  [/^kn/, 'n'],
  [/x/g, 'ks'],
  [/c(?=[eiy])/g, 's'],
  [/d?g(?=[eiy])|dj/g, 'j'],
  [/[cq]/g, 'k'],
  [/z/g, 's'],
  [/w/g, 'v'],
  [/y/g, 'i'],
];

const minConsonants = 3;
const minLikeness = 0.5;
const maxCompared = 20;

const isCyrillic = (word: string) => /[а-я]/.test(word);

/** As a word sounds, in letters that both alphabets share: `C` for ch, `S` for sh. */
function toSounds(word: string): string {
  if (!isCyrillic(word)) return latinSounds.reduce((text, [letters, sound]) => text.replace(letters, sound), word);
  return [...word.replaceAll('дж', 'ж')].map((letter) => cyrillicSounds[letter] ?? '').join('');
}

/**
 * The consonants of a word as they sound, so that «дедлок» meets deadlock; null where too few are left to tell words apart. The word
 * is normalised.
 */
export function toSoundSkeleton(word: string): string | null {
  const skeleton = toSounds(word)
    .replace(/[aeiou]/g, '')
    .replace(/(.)\1+/g, '$1');
  return skeleton.length < minConsonants ? null : skeleton;
}

/** Whether two words with one skeleton, in two alphabets, may be the same: their vowels are not far apart. */
export function isSoundAlike(one: string, other: string): boolean {
  if (isCyrillic(one) === isCyrillic(other)) return false;
  const [first, second] = [toSounds(one).slice(0, maxCompared), toSounds(other).slice(0, maxCompared)];
  if (/^[aeiou]/.test(first) !== /^[aeiou]/.test(second)) return false;
  const length = Math.max(first.length, second.length);
  return 1 - toEditDistance(first, second, length) / length > minLikeness;
}
