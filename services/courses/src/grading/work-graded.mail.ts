import { defineMail, quotable } from '@lyceum/contracts/notifications/mail';
import { quoteTitle } from '@lyceum/contracts/notifications/quote-title';
import { id } from '@lyceum/contracts/shared/fields';
import { z } from 'zod';
import { switchOffRemark } from '../mail-preference/switch-off-remark.ts';

export const workGradedMail = defineMail(
  'work-graded',
  z.object({
    courseId: id,
    lessonId: id,
    title: quotable,
    points: z.number(),
    maxPoints: z.number(),
    decision: z.enum(['accept', 'return']),
  }),
  {
    en({ courseId, lessonId, title, points, maxPoints, decision }) {
      const outcome = decision === 'accept' ? 'was accepted' : 'was returned to you';
      const score = `Points: ${points.toLocaleString('en')} of ${maxPoints}.`;
      return {
        subject: `Your work ${quoteTitle(title, 'en')} ${outcome}`,
        paragraphs: [`A teacher has looked at your work ${quoteTitle(title, 'en')}: it ${outcome}.`, score],
        action: { label: 'Read what the teacher says', path: toPath({ courseId, lessonId }) },
        remarks: [switchOffRemark.en],
      };
    },
    ru({ courseId, lessonId, title, points, maxPoints, decision }) {
      const outcome = decision === 'accept' ? 'принята' : 'возвращена на доработку';
      const score = `Баллы: ${points.toLocaleString('ru')} из ${maxPoints}.`;
      return {
        subject: `Ваша работа ${quoteTitle(title, 'ru')} ${outcome}`,
        paragraphs: [`Преподаватель проверил вашу работу ${quoteTitle(title, 'ru')}: она ${outcome}.`, score],
        action: { label: 'Прочитать отзыв преподавателя', path: toPath({ courseId, lessonId }) },
        remarks: [switchOffRemark.ru],
      };
    },
  },
);

const toPath = ({ courseId, lessonId }: { courseId: string; lessonId: string }) => `/courses/${courseId}/lessons/${lessonId}`;
