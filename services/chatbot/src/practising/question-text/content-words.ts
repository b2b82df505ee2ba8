import { readWords } from '../../knowing/quotation/read-words.ts';
import { isInflection, isNegation, isNumber } from '../../knowing/quotation/word-kinds.ts';

const minLetters = 4;

/** Words of four letters and more that say little by themselves. */
const functionWords = new Set(
  (
    'более будет были было быть ведь весь вместо всего всегда всех где если есть еще зачем здесь именно иначе какая какие какой ' +
    'каждая каждое каждый когда когда которая которое которой которую которые который которых которого лишь между менее меня могут ' +
    'может можно надо него некоторые нельзя нужно обычно однако одна один одно около оттого перед поэтому потом потому почему почти ' +
    'после просто против раньше самая самое самый своего своей свои свой свою себе себя сейчас снова совсем сразу такая такие такое ' +
    'также такой там теперь тогда того тоже только тому туда туте хотя через чтобы чего чуть этим этих этого этой этом эту эти ' +
    'about above after again against also always because been before being below between both cannot could does doing down during ' +
    'each ever every from further have having here itself just like more most must once only other over same should some such than ' +
    'that their them then there these they this those through under until very were what when where which while whom will with would your'
  ).split(' '),
);

/** Words that carry what is said, as they are compared. */
export const listContentWords = (text: string): string[] =>
  readWords(text).flatMap(({ word }) => (isContentWord(word) ? word : []));

export const isContentWord = (word: string): boolean =>
  isNumber(word) || (word.length >= minLetters && !functionWords.has(word) && !isNegation(word));

/** Whether the same word is among others, in any of its forms. */
export const hasWord = (words: readonly string[], word: string): boolean =>
  words.some((one) => one === word || isInflection(one, word));
