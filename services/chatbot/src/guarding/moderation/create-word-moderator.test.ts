import { costGrowth, maxGrowth } from '@lyceum/testing/cost-growth';
import { createWordModerator } from './create-word-moderator.ts';

const moderator = createWordModerator();
const check = (text: string, blockedWords: string[] = [], alertWords: string[] = []) =>
  moderator.check(text, { moderation: { blockedWords, alertWords } });

it.each([
  ['наркотик', 'Где взять наркотики?'],
  ['наркотик', 'о наркотиках в литературе'],
  ['наркотик', 'НАРКОТИКОВ'],
  ['наркотик', 'нaркoтик'],
  ['наркотик', 'н\u200bар\u00adкотик'],
  ['наркотик', 'н а р к о т и к'],
  ['наркотик', 'н.а.р.к.о.т.и.к'],
  ['наркотик', 'наааркотииик'],
  ['наркотик', 'н@рк0тик'],
  ['наркотик', 'нарк0тик'],
  ['ёлка', 'елку'],
  ['casino', 'best CASINOS here'],
  ['casino', 'саsinо'],
  ['casino', 'ｃａｓｉｎｏ'],
  ['списать контрольную', 'хочу списать контрольную сегодня'],
  ['взлом', 'расскажи про взломы'],
])('refuses %s in: %s', async (word, text) => expect(await check(text, [word])).toEqual({ blocked: word, alert: null }));

it.each([
  ['наркотик', 'антинаркотический плакат'],
  ['взлом', 'взлёт самолёта'],
  ['суд', 'судак плавает в пруду'],
  ['ass', 'classical assembly'],
  ['списать контрольную', 'списать домашнюю, а контрольную написать'],
  ['1945', 'в 19 45'],
  ['!!!', 'что это!!!'],
])('does not find %s in: %s', async (word, text) => expect((await check(text, [word])).blocked).toBeNull());

it.each([
  'я не хочу жить',
  'Хочу умереть!!!',
  'я думаю покончить с собой',
  'how do I kill myself',
  'I want to die',
  "i don't want to live any more",
  'суицидом',
])('hears of distress without any list of the school: %s', async (text) => {
  expect((await check(text)).alert).not.toBeNull();
});

it.each(['клетка умирает, когда стареет', 'kill a process with SIGTERM', 'Жить хорошо', 'процесс должен умереть'])(
  'hears of none in: %s',
  async (text) => expect((await check(text)).alert).toBeNull(),
);

it('hears of words of the school and refuses others in the same text', async () => {
  expect(await check('его травят и бьют', ['бьют'], ['травят'])).toEqual({ blocked: 'бьют', alert: 'травят' });
});

it.each(['а ', 'аб', 'не хочу ', '\u200b', 'списать '])('costs as much as the text is long: %j', async (piece) => {
  const phrases = Array.from({ length: 200 }, (_, index) => `списать списать слово${index}`);
  const moderation = { blockedWords: phrases, alertWords: phrases };
  const [small, large] = [10_000, 40_000].map((length) => piece.repeat(Math.ceil(length / piece.length)));
  expect(await costGrowth(small ?? '', large ?? '', (text) => moderator.check(text, { moderation }))).toBeLessThanOrEqual(
    maxGrowth,
  );
});
