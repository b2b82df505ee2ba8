import { unknownId } from '../../../test/factories.ts';
import { discussionRepliedMail } from './discussion-replied.mail.ts';

it.each([
  [1, '1 new reply', '', '1 новый ответ', ''],
  [2, '2 new replies', '. The last one', '2 новых ответа', '. Последний из них'],
  [5, '5 new replies', '. The last one', '5 новых ответов', '. Последний из них'],
  [11, '11 new replies', '. The last one', '11 новых ответов', '. Последний из них'],
  [21, '21 new replies', '. The last one', '21 новый ответ', '. Последний из них'],
])('%d replies are counted in the forms of both languages', (count, replies, last, answers, lastAnswer) => {
  const place = { courseId: unknownId, lessonId: unknownId, discussionId: unknownId };
  const data = { ...place, title: 'Типы', count, name: '', excerpt: 'Так.' };
  const { en, ru } = discussionRepliedMail({ accountId: unknownId, data }).letters;
  expect([en.subject, en.paragraphs[0], ru.subject, ru.paragraphs[0]]).toEqual([
    `${replies} in the lesson “Типы”`,
    `A discussion that you follow in the lesson “Типы” has ${replies}${last}:`,
    `${answers} в обсуждении урока «Типы»`,
    `В обсуждении урока «Типы», на которое вы подписаны, ${answers}${lastAnswer}:`,
  ]);
});
