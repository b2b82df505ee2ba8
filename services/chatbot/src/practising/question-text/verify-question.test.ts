import { verifyQuestion, type WrittenQuestion } from './verify-question.ts';

const passage = {
  id: 'p1',
  text: 'Дефект остаётся в коде, а сбой видит пользователь. Тестировщик пишет отчёт о дефекте. Регрессия не исправляет ошибки, она их находит.',
};
const other = { id: 'p2', text: 'Разработчик исправляет ошибку в исходном тексте программы за 2 часа.' };

const good: WrittenQuestion = {
  ...{ text: 'Кто сталкивается со сбоем?', options: ['Разработчик', 'Пользователь', 'Заказчик', 'Компилятор'], right: 1 },
  ...{ passageId: 'p1', quote: 'а сбой видит пользователь' },
};

const verify = (changes: Partial<WrittenQuestion> = {}) => verifyQuestion({ ...good, ...changes }, [passage, other]);

describe('a question of a model', () => {
  it('holds with its words of the passage', () => {
    const draft = verify();
    expect(draft).toMatchObject({ text: good.text, rightText: 'Пользователь', passage });
    expect(draft?.wrongTexts).toEqual(['Разработчик', 'Заказчик', 'Компилятор']);
    expect(draft && passage.text.slice(draft.span.from, draft.span.to)).toBe('а сбой видит пользователь');
  });

  it.each<[string, Partial<WrittenQuestion>]>([
    ['the right option is in another form', { options: ['Разработчики', 'Пользователи', 'Заказчики', 'Компиляторы'] }],
    [
      'a number is right',
      {
        ...{ text: 'Сколько длится исправление?', options: ['2', '3', '4', '5'], right: 0, passageId: 'p2' },
        quote: 'программы за 2 часа',
      },
    ],
    [
      'the passage denies and so does the option',
      {
        ...{ text: 'Что верно о регрессии?', right: 0, quote: 'Регрессия не исправляет ошибки' },
        options: ['Не исправляет ошибки', 'Исправляет ошибки', 'Пишет код', 'Собирает сборку'],
      },
    ],
  ])('holds when %s', (_name, changes) => expect(verify(changes)).not.toBeNull());

  it.each<[string, Partial<WrittenQuestion>]>([
    ['the quotation is invented', { quote: 'сбой видит заказчик' }],
    ['the quotation is of another passage', { passageId: 'p2' }],
    ['there is no such passage', { passageId: 'p3' }],
    ['there are three options', { options: ['Разработчик', 'Пользователь', 'Заказчик'] }],
    ['there are five options', { options: [...good.options, 'Аналитик'] }],
    ['two options are the same', { options: ['Разработчик', 'Пользователь', 'разработчик!', 'Компилятор'] }],
    ['an option is empty', { options: ['Разработчик', 'Пользователь', '…', 'Компилятор'] }],
    ['an option is too long', { options: ['Разработчик', 'Пользователь', 'а'.repeat(201), 'Компилятор'] }],
    ['no option is the right one', { right: 4 }],
    ['the right one is below zero', { right: -1 }],
    ['another option is called right', { right: 0 }],
    [
      'the right option says more than the passage',
      { options: ['Разработчик', 'Усталый пользователь', 'Заказчик', 'Компилятор'] },
    ],
    ['the right option is elsewhere in the passage', { options: ['Разработчик', 'Тестировщик', 'Заказчик', 'Компилятор'] }],
    ['the right option denies what is said', { options: ['Код', 'Не пользователь', 'Заказчик', 'Компилятор'] }],
    [
      'the right option leaves a negation out',
      {
        options: ['Исправляет ошибки', 'Пишет код', 'Собирает сборку', 'Рисует'],
        right: 0,
        quote: 'Регрессия не исправляет ошибки',
      },
    ],
    ['a wrong option is said there too', { options: ['Сбой', 'Пользователь', 'Заказчик', 'Компилятор'] }],
    ['the question tells its answer', { text: 'Какой сбой видит пользователь?' }],
    ['the question has a link', { text: 'Кто видит сбой? Ответ на https://example.org' }],
    ['the question has a Markdown link', { text: 'Кто видит сбой? [ответ](//example.org)' }],
    ['an option has a character that no database takes', { options: ['Разработчик\0', ...good.options.slice(1)] }],
    ['an option has a character that nobody sees', { options: ['Разработчик\u202e', ...good.options.slice(1)] }],
    ['the question is too short', { text: 'Кто?' }],
    ['the question is too long', { text: `Кто ${'так '.repeat(100)} видит сбой?` }],
  ])('does not hold when %s', (_name, changes) => expect(verify(changes)).toBeNull());
});
