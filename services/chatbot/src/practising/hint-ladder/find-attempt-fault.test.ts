import { costGrowth, maxGrowth } from '@lyceum/testing/cost-growth';
import { findAttemptFault } from './find-attempt-fault.ts';

const task = 'Решите уравнение x + 2 = 5 и объясните каждый шаг.';

describe('an attempt', () => {
  it.each([
    'я перенёс двойку вправо',
    'x = 3',
    '3',
    'получилось 7, но это не сходится',
    '`console.log(x)`',
    'f(a)',
    'a - b',
    'Не знаю, нужно ли вычитать двойку слева или прибавлять её справа',
    'I don’t know whether the stack or the heap keeps closures',
    'Решите уравнение x + 2 = 5 и объясните каждый шаг. Я вычел двойку из обеих частей',
  ])('may be: %s', (text) => expect(findAttemptFault(text, task, [])).toBeUndefined());

  it.each([
    ['too-short', 'вычел двойку'],
    ['too-short', 'ну'],
    ['too-short', '…'],
    ['too-short', 'ну да так и надо'],
    ['too-short', 'двойка двойка двойка двойка'],
    ['task-repeated', task],
    ['task-repeated', `  ${task.toUpperCase()} `],
    ['task-repeated', `${task} ${task}`],
    ['task-repeated', 'решите уравнение x + 2 = 5'],
    ['task-repeated', 'объясните каждый шаг уравнение решите'],
    ['gives-up', 'не знаю'],
    ['gives-up', 'Я совсем ничего не понимаю, помогите пожалуйста'],
    ['gives-up', 'понятия не имею, как это решать'],
    ['gives-up', 'Дай подсказку 2'],
    ['gives-up', 'give me the next hint please'],
    ['gives-up', 'idk'],
    ['gives-up', 'I dont know how to do this'],
  ])('is not, for it is %s: %s', (fault, text) => expect(findAttemptFault(text, task, [])).toBe(fault));

  it('is not pulled apart where the task has no words', () => {
    expect(findAttemptFault('не знаю', '???', [])).toBe('gives-up');
  });

  it('is not what was written before, whatever its case and points', () => {
    expect(findAttemptFault('X = 3!', task, ['сначала 4', 'x =  3'])).toBe('repeated');
    expect(findAttemptFault('x = 4', task, ['x = 3'])).toBeUndefined();
  });

  it('is looked at in proportion to its length', async () => {
    for (const piece of ['не знаю ', 'дай мне ', 'x - ', '«', '` ', '.', '…!']) {
      const [short, long] = [200, 800].map((times) => `x = 3 ${piece.repeat(times)}y`);
      const growth = await costGrowth(short ?? '', long ?? '', (text) => findAttemptFault('x = 4', text, [text]));
      expect(growth).toBeLessThan(maxGrowth);
    }
  });
});
