/** Small letters and digits that look like a Russian one: a word is the same whichever are used. */
const lookAlikes = new Map(
  Object.entries({
    ...{ a: 'а', b: 'в', c: 'с', e: 'е', h: 'н', k: 'к', m: 'м', o: 'о', p: 'р', t: 'т', x: 'х', y: 'у' },
    ...{ ё: 'е', і: 'i', ї: 'i', ѕ: 's', ԁ: 'd', ո: 'n', ɡ: 'g', α: 'а', ο: 'о', ρ: 'р', ν: 'v', υ: 'у', κ: 'к', τ: 'т' },
    ...{ '@': 'а', $: 's', '0': 'о', '3': 'з', '4': 'ч', '6': 'в', '1': 'i' },
  }),
);

const wordPattern = /[\p{L}\p{N}@$]+/gu;

/** What is left of a word without each of the endings it may have, itself included: two forms of a word share one of these. */
export type WordStems = readonly string[];

/** Words of a text in the form in which they are compared: without look-alikes, invisible characters and repeated letters. */
export function foldWords(text: string): WordStems[] {
  const visible = text.normalize('NFKC').replace(/[\p{Cf}\p{M}\p{Co}\p{Cn}]/gu, '');
  return joinLetters(visible.toLowerCase().match(wordPattern) ?? []).map(foldWord);
}

/** Three and more letters that stand alone are a word that was pulled apart. */
function joinLetters(words: readonly string[]): string[] {
  const joined: string[] = [];
  let letters: string[] = [];
  const flush = () => {
    if (letters.length > 2) joined.push(letters.join(''));
    else joined.push(...letters);
    letters = [];
  };
  for (const word of words) {
    if (/^[\p{L}@$]$/u.test(word)) letters.push(word);
    else {
      flush();
      joined.push(word);
    }
  }
  flush();
  return joined;
}

function foldWord(word: string): WordStems {
  // A number is no word in disguise.
  return /^\p{N}+$/u.test(word) ? [word] : listStems(foldLetters(word));
}

function foldLetters(word: string): string {
  const folded: string[] = [];
  for (const letter of word) {
    const shape = lookAlikes.get(letter) ?? letter;
    if (folded.at(-1) !== shape) folded.push(shape);
  }
  return folded.join('');
}

const toEndings = (list: string) => new Set(list.split(' ').map(foldLetters));

const endings = toEndings(
  'ами ями ого его ому ему ыми ими ыми ах ях ам ям ом ем ой ей ою ею ов ев ый ий ая яя ое ее ые ие ых их ым им ую юю а я о е у ю ы и ь й ' +
    'ть ти ешь ет ем ете ут ют ишь ит им ите ат ят ать ять еть ить ул ала ала ило ила или али ул ла ло ли л ся сь ться тся ' +
    'ing ed es s er',
);

const longestEnding = 4;

/** A short stem would be that of several words: "взлом" and "взлёт". */
function listStems(word: string): WordStems {
  const shortestStem = word.length > 4 ? 4 : 3;
  const longest = Math.max(Math.min(longestEnding, word.length - shortestStem), 0);
  const lengths = Array.from({ length: longest }, (_, index) => index + 1);
  return [word, ...lengths.filter((length) => endings.has(word.slice(-length))).map((length) => word.slice(0, -length))];
}
