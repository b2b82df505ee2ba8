import { hasNoSubject, isFollowUp } from './follow-up.ts';
import { findSmallTalk } from './small-talk.ts';
import { findWholeSubject } from './whole-subject.ts';

describe('small talk', () => {
  it.each([
    ['привет', /Здравствуйте/],
    ['Добрый вечер!', /Здравствуйте/],
    ['привет, кто ты?', /Здравствуйте/],
    ['Спасибо большое!!', /Пожалуйста/],
    ['ок, понятно', /Хорошо/],
    ['Понятно, спасибо', /Пожалуйста/],
    ['thank you very much', /Пожалуйста/],
  ])('%j is replied to', (text, reply) => {
    expect(findSmallTalk(text)?.ru).toMatch(reply);
  });

  it.each(['привет, что такое дефект?', 'понятно, а где сбой', 'ответ', 'помощь', '', '?', 'спасибо '.repeat(9)])(
    '%j is none',
    (text) => {
      expect(findSmallTalk(text)).toBeNull();
    },
  );
});

describe('a question that follows another', () => {
  it.each(['а почему?', 'And why?', 'короче', 'покороче пожалуйста', 'приведи пример', 'Источник?', 'shorter please', '?'])(
    '%j has no subject',
    (text) => {
      expect(hasNoSubject(text)).toBe(true);
    },
  );

  it.each(['а для сбоя?', 'Чем он отличается от сбоя?', 'как это исправить', 'and for Python?'])(
    '%j has a part of it',
    (text) => {
      expect([isFollowUp(text), hasNoSubject(text)]).toEqual([true, false]);
    },
  );

  it.each(['Что такое сбой?', 'дефект', 'Что это такое: дефект?', 'Where is the defect?'])('%j is none', (text) => {
    expect(isFollowUp(text)).toBe(false);
  });
});

describe('a question about a whole', () => {
  it.each([
    ['О чём этот курс?', 'course'],
    ['What is this course about?', 'course'],
    ['перескажи урок кратко', 'lesson'],
    ['Что такое урок?', null],
    ['Сколько длится курс?', null],
    ['О чём говорит второй закон?', null],
    ['О чём?', null],
  ])('%j is about %j', (text, subject) => {
    expect(findWholeSubject(text)).toBe(subject);
  });
});
