import type { Texts } from '@lyceum/contracts/shared/texts';

export type AttemptFault = 'too-short' | 'task-repeated' | 'repeated' | 'gives-up';

export const faultTexts: Readonly<Record<AttemptFault, Texts>> = {
  'too-short': {
    en: 'Write at least three words, or a number, a formula or code: what you did and where you are stuck.',
    ru: 'Напишите хотя бы три слова либо число, формулу или код: что вы сделали и где застряли.',
  },
  'task-repeated': {
    en: 'These are the words of the task. Write what you tried yourself.',
    ru: 'Это слова самой задачи. Напишите, что попробовали вы.',
  },
  repeated: {
    en: 'You have written this before. Write what you tried since.',
    ru: 'Это вы уже писали. Напишите, что попробовали с тех пор.',
  },
  'gives-up': {
    en: 'Try a first step, even one that may be wrong, and write what came out.',
    ru: 'Сделайте хотя бы первый шаг, пусть и неверный, и напишите, что получилось.',
  },
};

const minWords = 3;

/** What people write in place of an attempt. */
const givingUp =
  /(?:^|[^\p{L}])(?:не (?:знаю|понимаю|понял|поняла|умею|могу|получается|получилось|помню|уверен|уверена)|без понятия|понятия не имею|хз|сдаюсь|(?:дай|дайте|давай|скажи|скажите|покажи|покажите) (?:мне )?(?:ответ|решение|подсказк\p{L}*(?: \d)?|следующ\p{L}*|ещё|еще|дальше)|подсказк\p{L}*(?: \d)?|(?:i )?(?:don't|dont|do not|can't|cannot) (?:know|understand|remember|do)|no idea|no clue|idk|dunno|give up|(?:give|tell|show)(?: me)? (?:the |a |another )?(?:answer|solution|next|hint(?: \d)?)|(?:next )?hint(?: \d)?)(?![\p{L}])/gu;

/** What is left around that and still says nothing of the task. */
const padding = new Set(
  (
    'а в вообще все всё да делать дальше ещё же и из как мне мой мы на надо нет ничего но ну нужно ответ очень по помоги помогите ' +
    'пожалуйста правда просто решать решить с сделать сам сама совсем так там тут уже что чтобы это этого эту я ' +
    'a all and answer anything at but do how i it just me my need not of please really so solve that the this to what'
  ).split(' '),
);

const operand = String.raw`[\p{L}\p{N}]`;
const expression = new RegExp(
  String.raw`\p{N}|[=≤≥≠±√∑∫^{}\x60\\]|\p{L}\(|(?<!\p{L})${operand} ?[-−+*/<>] ?${operand}(?!\p{L})`,
  'u',
);

/** Why a text is no attempt at a task; undefined when it may be one. */
export function findAttemptFault(text: string, task: string, earlier: readonly string[]): AttemptFault | undefined {
  const attempt = normalise(text);
  if (earlier.some((one) => normalise(one) === attempt)) return 'repeated';
  const asked = normalise(task);
  const own = (asked === '' ? attempt : attempt.replaceAll(asked, ' ')).trim();
  const isPart = asked.includes(attempt) && listWords(attempt).length >= minWords;
  if (own === '' || isPart) return attempt === '' ? 'too-short' : 'task-repeated';
  const rest = own.replaceAll(givingUp, ' ');
  if (expression.test(rest)) return;
  const words = new Set(listWords(rest));
  const telling = [...words].filter((word) => !padding.has(word));
  if (rest !== own && telling.length < minWords) return 'gives-up';
  if (words.size < minWords || telling.length === 0) return 'too-short';
  const given = new Set(listWords(asked));
  return telling.every((word) => given.has(word)) ? 'task-repeated' : undefined;
}

const normalise = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\p{Cf}/gu, '')
    .replaceAll('ё', 'е')
    .replaceAll('’', "'")
    // A run of marks is looked at from its beginning alone.
    .replace(/(?<![.,!?;:…"«»„“”—–])[.,!?;:…"«»„“”—–]+(?=\s|$)|(?<=\s|^)["«„“—–]+/gu, '')
    .replace(/\s+/g, ' ')
    .trim();

const listWords = (text: string) => text.match(/[\p{L}\p{N}']+/gu) ?? [];
