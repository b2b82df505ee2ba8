import type { Texts } from '@lyceum/contracts/shared/texts';
import { splitWords } from '../../knowing/words/split-words.ts';

type SmallTalk = 'greeting' | 'thanks' | 'assent';

const replies: Readonly<Record<SmallTalk, Texts>> = {
  greeting: {
    en: 'Hello! Ask in your own words about what is unclear: I look for the answer in the materials and show where it is said.',
    ru: 'Здравствуйте! Спросите своими словами о том, что непонятно: я поищу ответ в материалах и покажу, где об этом сказано.',
  },
  thanks: {
    en: 'You are welcome! Ask whenever there is something else.',
    ru: 'Пожалуйста! Если появятся ещё вопросы, спрашивайте.',
  },
  assent: { en: 'Good! Ask whenever there is something else.', ru: 'Хорошо! Если появятся ещё вопросы, спрашивайте.' },
};

const words: Readonly<Record<SmallTalk, string>> = {
  greeting: `привет приветик приветствую здравствуй здравствуйте здрасте здрасьте добрый доброе доброго день дня вечер утро хай салют
    hi hello hey good morning afternoon evening`,
  thanks: 'спасибо спасибочки пасибо спс благодарю thanks thank thx',
  assent: 'понятно понял поняла ясно ок окей хорошо отлично супер круто ok okay great cool understood got',
};

const kinds: readonly SmallTalk[] = ['thanks', 'greeting', 'assent'];
const wordsByKind = new Map(kinds.map((kind) => [kind, new Set(words[kind].split(/\s+/))]));
const filler = new Set(
  'большое огромное вам тебе всем за ответ помощь все всё уже very much you so a lot for your the answer help it i there tutor репетитор'.split(
    ' ',
  ),
);

/** Asked of the tutor itself. */
const whoAreYou = new Set([
  ...['кто ты', 'ты кто', 'вы кто', 'кто вы', 'что ты умеешь', 'что ты можешь', 'что вы умеете', 'как тебя зовут'],
  ...['who are you', 'what are you', 'what can you do'],
]);

const maxWords = 8;

/** What to reply where nothing is asked of the lesson; null where something is. */
export function findSmallTalk(text: string): Texts | null {
  const said = splitWords(text);
  if (said.length === 0 || said.length > maxWords) return null;
  const kindsByWord = said.map((word) => kinds.filter((kind) => wordsByKind.get(kind)?.has(word)));
  const isOnlyTalk = said.every((word, index) => filler.has(word) || kindsByWord[index]?.length);
  const isAboutTutor = whoAreYou.has(said.filter((_, index) => !kindsByWord[index]?.includes('greeting')).join(' '));
  if (isAboutTutor) return replies.greeting;
  const kind = isOnlyTalk ? kinds.find((one) => kindsByWord.some((list) => list.includes(one))) : undefined;
  return kind ? replies[kind] : null;
}
