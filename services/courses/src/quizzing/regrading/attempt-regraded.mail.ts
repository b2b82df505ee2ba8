import { defineMail, quotable } from '@lyceum/contracts/notifications/mail';
import { quoteTitle } from '@lyceum/contracts/notifications/quote-title';
import { id } from '@lyceum/contracts/shared/fields';
import { z } from 'zod';
import { mailSettings } from '../../informing/mail-preference/mail-settings.ts';

/** Of a learner who has more, those begun last are told. */
export const maxMailedAttempts = 10;

export const attemptRegradedMail = defineMail(
  'attempt-regraded',
  z.object({
    courseId: id,
    lessonId: id,
    title: quotable,
    /** None where learners do not see their points. */
    attempts: z
      .array(
        z.object({
          number: z.int(),
          pointsBefore: z.number(),
          maxPointsBefore: z.number(),
          points: z.number(),
          maxPoints: z.number(),
        }),
      )
      .max(maxMailedAttempts),
  }),
  {
    en({ courseId, lessonId, title, attempts }) {
      const format = (points: number) => points.toLocaleString('en');
      const lines = attempts.map(
        ({ number, points, maxPoints, pointsBefore, maxPointsBefore }) =>
          `Attempt ${number}: ${format(points)} of ${format(maxPoints)} points, before ${format(pointsBefore)} of ${format(maxPointsBefore)}.`,
      );
      return {
        subject: `Your points in the quiz ${quoteTitle(title, 'en')} were counted anew`,
        paragraphs: [
          `A question of the quiz ${quoteTitle(title, 'en')} was wrong, so a teacher had your points counted anew.`,
          ...lines,
          'What you have finished stays finished.',
        ],
        action: { label: 'Look at the quiz', path: toPath({ courseId, lessonId }) },
        settings: mailSettings.en,
      };
    },
    ru({ courseId, lessonId, title, attempts }) {
      const format = (points: number) => points.toLocaleString('ru');
      const lines = attempts.map(
        ({ number, points, maxPoints, pointsBefore, maxPointsBefore }) =>
          `Попытка ${number}: баллы ${format(points)} из ${format(maxPoints)}, раньше ${format(pointsBefore)} из ${format(maxPointsBefore)}.`,
      );
      return {
        subject: `Ваши баллы за тест ${quoteTitle(title, 'ru')} пересчитаны`,
        paragraphs: [
          `В вопросе теста ${quoteTitle(title, 'ru')} нашли ошибку, поэтому преподаватель пересчитал ваши баллы.`,
          ...lines,
          'Всё, что вы прошли, остаётся пройденным.',
        ],
        action: { label: 'Посмотреть тест', path: toPath({ courseId, lessonId }) },
        settings: mailSettings.ru,
      };
    },
  },
);

const toPath = ({ courseId, lessonId }: { courseId: string; lessonId: string }) => `/courses/${courseId}/lessons/${lessonId}`;
