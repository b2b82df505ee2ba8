import { service } from '../../../test/chatbot-service.ts';
import { findRelatedRoots } from './dictionary/related-roots.ts';
import { toEditDistance } from './edit-distance.ts';
import { toOtherSpellings } from './other-spellings.ts';
import { toPassageTerms } from './passage-terms.ts';
import { toQuestionWords } from './question-words.ts';
import { toRoot } from './root.ts';
import { isSoundAlike, toSoundSkeleton } from './sound-skeleton.ts';
import { normalise, splitWords } from './split-words.ts';
import { toStem } from './stem.ts';

describe('words', () => {
  it.each([
    ['ЁЛКИ и Ёж', 'елки и еж'],
    ['ﬁle Ⅳ', 'file iv'],
    ['за́мок', 'замок'],
  ])('of %j are compared as %j', (text, expected) => {
    expect(normalise(text)).toBe(expected);
  });

  it('are runs of letters and digits, and no keys or hashes', () => {
    expect(splitWords('HTTP/2, C++ и data-testid: 99,99 руб.')).toEqual([
      'http',
      '2',
      'c',
      'и',
      'data',
      'testid',
      '99',
      '99',
      'руб',
    ]);
    expect(splitWords(`ключ ${'a'.repeat(41)}`)).toEqual(['ключ']);
  });

  it.each([
    ['Чем отличается дефект от сбоя?', ['дефект', 'сбоя']],
    ['What is the difference between logs and metrics?', ['logs', 'metrics']],
    ['а почему?', ['а', 'почему']],
    ['тест тест ТЕСТ', ['тест']],
    ['', []],
  ])('that %j asks for are %j', (question, words) => {
    expect(toQuestionWords(question)).toEqual(words);
  });

  it('of a pasted page are a few', () => {
    const page = Array.from({ length: 5000 }, (_, index) => `слово${index}`).join(' ');
    expect(toQuestionWords(page)).toHaveLength(24);
  });
});

describe('a stem', () => {
  it('is what PostgreSQL makes of the word', async () => {
    const words =
      'тестирование тестировщиками граничных эквивалентности воспроизведения дефектами окружение покрытие регрессионная нагрузка ' +
      'индексы резервными копированием транзакций изоляция взаимной блокировки statistics intervals confidence deviation running generously ' +
      'correlation distributions sampling regression residuals happily relational transactions isolation deployment';
    const list = words.split(' ');
    const stems = await service.rows((db) =>
      db.query<{ stem: string }[]>(
        `SELECT (ts_lexize(CASE WHEN word ~ '[a-z]' THEN 'english_stem' ELSE 'russian_stem' END::regdictionary, word))[1] AS stem
         FROM unnest($1::text[]) WITH ORDINALITY AS word (word, place) ORDER BY place`,
        [list],
      ),
    );
    expect(list.map(toStem)).toEqual(stems.map(({ stem }) => stem));
  });
});

describe('a root', () => {
  it.each([
    ['ускорение', 'ускоряется'],
    ['измеритель', 'измерять'],
    ['движение', 'двигать'],
    ['защищённый', 'защита'],
    ['тестировщик', 'тест'],
    ['measurement', 'measuring'],
    ['resistor', 'resistance'],
  ])('is one of %s and %s', (one, other) => {
    expect(toRoot(normalise(one))).toBe(toRoot(normalise(other)));
  });

  it.each([
    ['порт', 'портрет'],
    ['ток', 'токсин'],
    ['metric', 'metal'],
  ])('is not one of %s and %s', (one, other) => {
    expect(toRoot(one)).not.toBe(toRoot(other));
  });
});

describe('the dictionary', () => {
  it.each([
    ['вероятность', 'probability'],
    ['ускоряться', 'acceleration'],
    ['query', 'запрос'],
    ['ошибка', 'дефект'],
  ])('says that %s may mean %s', (word, meant) => {
    expect(findRelatedRoots(toRoot(word)).get(toRoot(meant))).toBeGreaterThan(0);
  });

  it('says nothing of words that it does not have', () => {
    expect(findRelatedRoots(toRoot('параллелепипедище')).size).toBe(0);
  });
});

describe('the database', () => {
  it('knows Cyrillic letters, without which no Russian word is found', async () => {
    const [row] = await service.rows((db) =>
      db.query<{ initial: string; length: number }[]>(`SELECT left('ёлка', 1) AS initial, length('ёлка') AS length`),
    );
    expect(row).toEqual({ initial: 'ё', length: 4 });
  });
});

describe('the distance of two words', () => {
  it.each([
    ['матрица', 'матрица', 0],
    ['матрца', 'матрица', 1],
    ['индкесы', 'индексы', 1],
    ['binomal', 'binomial', 1],
    ['трасируемости', 'трассируемость', 2],
    ['кот', 'слон', 3],
    ['кот', 'километры', 3],
    ['', 'а', 1],
  ])('%s and %s is %i, at most one more than two', (one, other, distance) => {
    expect(toEditDistance(one, other, 2)).toBe(distance);
    expect(toEditDistance(other, one, 2)).toBe(distance);
  });
});

describe('a sound skeleton', () => {
  it.each([
    ['дедлок', 'deadlock'],
    ['докер', 'docker'],
    ['пэйрвайз', 'pairwise'],
    ['флаки', 'flaky'],
    ['корс', 'cors'],
    ['чанк', 'chunk'],
    ['паттерн', 'pattern'],
  ])('of %s is that of %s, which it may be', (one, other) => {
    expect(toSoundSkeleton(one)).toBe(toSoundSkeleton(other));
    expect(toSoundSkeleton(one)).not.toBeNull();
    expect(isSoundAlike(one, other)).toBe(true);
  });

  it.each([
    ['опасно', 'poisson'],
    ['казани', 'xn'],
    ['порт', 'priority'],
    ['докер', 'дикарь'],
  ])('does not make %s of %s', (one, other) => {
    expect(isSoundAlike(one, other)).toBe(false);
  });

  it('is none where too few consonants are left', () => {
    expect(toSoundSkeleton('кеш')).toBeNull();
  });
});

describe('other spellings', () => {
  it.each([
    ['list', 'лист'],
    ['testirovanie', 'тестирование'],
    ['chek', 'чек'],
    ['ntcn', 'тест'],
    ['еуые', 'test'],
    ['верификейшн', 'верификация'],
  ])('of %s have %s', (word, meant) => {
    expect(toOtherSpellings(word)).toContain(meant);
  });

  it('of numbers and mixed words are none', () => {
    expect(toOtherSpellings('2024')).toEqual([]);
    expect(toOtherSpellings('x5ж')).toEqual([]);
  });
});

describe('what a passage is found by', () => {
  it('are its stems, those of headings counting twice, without stop words', () => {
    const { weights, words } = toPassageTerms(['Дефекты'], 'Дефект и сбой');
    expect([...weights.keys()]).toEqual(['дефект', 'сбо']);
    expect(weights.get('дефект')).toBeCloseTo((3 * 2.2) / (3 + 1.2));
    expect(weights.get('сбо')).toBe(1);
    expect([...words.keys()]).toEqual(['дефекты', 'дефект', 'сбой']);
  });
});
