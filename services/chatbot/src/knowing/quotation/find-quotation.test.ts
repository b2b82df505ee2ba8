import { costGrowth, maxGrowth } from '@lyceum/testing/cost-growth';
import fc from 'fast-check';
import { findQuotation } from './find-quotation.ts';

const passage =
  'Дефект остаётся в коде, а сбой видит пользователь. Вода кипит при 99,9 градусах; без крышки она не закипит никогда. ' +
  'Тесты пишут до кода — «сначала красный, затем зелёный», и так каждый раз. Температура −5 °C не вредит растению в саду.';

const find = (quote: string, text = passage) => {
  const span = findQuotation(text, quote);
  return span && text.slice(span.from, span.to);
};

describe('a quotation', () => {
  it.each([
    ['verbatim', 'а сбой видит пользователь', 'а сбой видит пользователь'],
    ['in another case', 'ДЕФЕКТ остаётся В КОДЕ', 'Дефект остаётся в коде'],
    ['with е for ё', 'дефект остается в коде', 'Дефект остаётся в коде'],
    ['decomposed', 'дефект остаётся в коде'.normalize('NFD'), 'Дефект остаётся в коде'],
    ['with other quotes and dashes', 'до кода - "сначала красный, затем зеленый"', 'до кода — «сначала красный, затем зелёный'],
    ['with a soft hyphen and a stress', 'сбой ви\u00adдит по\u0301льзователь', 'сбой видит пользователь'],
    ['with spaces that do not break', 'сбой\u00a0видит\u00a0пользователь', 'сбой видит пользователь'],
    ['with another ending', 'сбой видят пользователи', 'сбой видит пользователь'],
    [
      'with a word left out',
      'дефект остаётся в коде сбой видит пользователь',
      'Дефект остаётся в коде, а сбой видит пользователь',
    ],
    ['with a word put in', 'дефект остаётся в самом коде, а сбой видит', 'Дефект остаётся в коде, а сбой видит'],
    ['in parts', 'дефект остаётся … видит пользователь', 'Дефект остаётся в коде, а сбой видит пользователь'],
    ['cut at both ends', '…вода кипит при 99.9 градусах…', 'Вода кипит при 99,9 градусах'],
    ['with its own negation', 'она не закипит никогда', 'она не закипит никогда'],
    ['with a number below zero', 'температура -5 °C не вредит', 'Температура −5 °C не вредит'],
  ])('is found %s', (_name, quote, words) => expect(find(quote)).toBe(words));

  it.each([
    ['of two words', 'сбой видит'],
    ['with another word', 'дефект остаётся в тексте'],
    ['with another word in a long one', 'дефект остаётся в коде, а сбой видит разработчик'],
    ['with another number', 'вода кипит при 98,9 градусах'],
    ['with another sign', 'температура 5 °C не вредит'],
    ['with a negation put in', 'дефект не остаётся в коде, а сбой видит пользователь'],
    ['with a negation taken out', 'без крышки она закипит никогда'],
    ['that the passage denies', 'вредит растению в саду'],
    ['with its words in another order', 'пользователь видит сбой в коде'],
    ['in parts of another order', 'видит пользователь … дефект остаётся'],
    ['in parts of one word', 'дефект … сбой … пользователь'],
    ['without words', '… — «»'],
    ['that is too long', `сбой видит пользователь ${'а'.repeat(4000)}`],
  ])('is not found %s', (_name, quote) => expect(find(quote)).toBeNull());

  it('is found where it differs least', () => {
    const text = 'Тесты пишет команда. Позже тест пишет команда, и это видно.';
    expect(findQuotation(text, 'тест пишет команда')?.from).toBe(text.indexOf('тест пишет'));
  });

  it('is not denied by the sentence before', () =>
    expect(find('она кипит при ста', 'Вышло ли? Нет. Она кипит при ста.')).toBe('Она кипит при ста'));

  it('keeps can apart from can’t', () => expect(find('they can’t be green', 'Today they can be green again.')).toBeNull());

  it('is found whatever is around it, at the words themselves', () => {
    const word = fc
      .stringMatching(/^[а-я]{4,9}$/)
      .filter((one) => !['нельзя', 'никто', 'ничто', 'ничего', 'нигде', 'никогда'].includes(one));
    const words = fc.array(word, { minLength: 3, maxLength: 20 });
    fc.assert(
      fc.property(words, words, words, (before, quoted, after) => {
        const text = `${before.join(' ')} ${quoted.join(', ')} ${after.join(' ')}`;
        const span = findQuotation(text, quoted.join(' ').toUpperCase());
        expect(span && text.slice(span.from, span.to)).toBe(quoted.join(', '));
      }),
    );
  });

  it('lies inside the passage, whatever is quoted', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (text, quote) => {
        const span = findQuotation(text, quote);
        expect(span === null || (span.from >= 0 && span.from < span.to && span.to <= text.length)).toBe(true);
      }),
    ));

  it('costs no more than in proportion to the passage', async () => {
    const quote = `${'да '.repeat(100)} нет`;
    const growth = await costGrowth('да '.repeat(2_000), 'да '.repeat(8_000), (text) => findQuotation(text, quote));
    expect(growth).toBeLessThan(maxGrowth);
  });
});
