import { defineMail, quotable } from '@lyceum/contracts/notifications/mail';
import { quoteTitle } from '@lyceum/contracts/notifications/quote-title';
import { id } from '@lyceum/contracts/shared/fields';
import { z } from 'zod';
import { mailSettings } from '../../informing/mail-preference/mail-settings.ts';

export const workGradedMail = defineMail(
  'work-graded',
  z.object({
    courseId: id,
    lessonId: id,
    title: quotable,
    points: z.number(),
    maxPoints: z.number(),
    decision: z.enum(['accept', 'return']),
    /** Whether peer reviews accepted it, not a teacher. */
    byPeers: z.boolean().default(false),
  }),
  {
    en({ courseId, lessonId, title, points, maxPoints, decision, byPeers }) {
      const outcome = decision === 'accept' ? 'was accepted' : 'was returned to you';
      const who = byPeers ? 'Other learners have' : 'A teacher has';
      const score = `Points: ${points.toLocaleString('en')} of ${maxPoints}.`;
      return {
        subject: `Your work ${quoteTitle(title, 'en')} ${outcome}`,
        paragraphs: [`${who} looked at your work ${quoteTitle(title, 'en')}: it ${outcome}.`, score],
        action: { label: byPeers ? 'Read what they say' : 'Read what the teacher says', path: toPath({ courseId, lessonId }) },
        settings: mailSettings.en,
      };
    },
    ru({ courseId, lessonId, title, points, maxPoints, decision, byPeers }) {
      const outcome = decision === 'accept' ? 'принята' : 'возвращена на доработку';
      const who = byPeers ? 'Другие слушатели проверили' : 'Преподаватель проверил';
      const score = `Баллы: ${points.toLocaleString('ru')} из ${maxPoints}.`;
      return {
        subject: `Ваша работа ${quoteTitle(title, 'ru')} ${outcome}`,
        paragraphs: [`${who} вашу работу ${quoteTitle(title, 'ru')}: она ${outcome}.`, score],
        action: { label: byPeers ? 'Прочитать отзывы' : 'Прочитать отзыв преподавателя', path: toPath({ courseId, lessonId }) },
        settings: mailSettings.ru,
      };
    },
  },
);

const toPath = ({ courseId, lessonId }: { courseId: string; lessonId: string }) => `/courses/${courseId}/lessons/${lessonId}`;
