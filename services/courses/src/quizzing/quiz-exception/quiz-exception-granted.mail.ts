import { defineMail, quotable } from '@lyceum/contracts/notifications/mail';
import { quoteTitle } from '@lyceum/contracts/notifications/quote-title';
import { id, type Locale } from '@lyceum/contracts/shared/fields';
import { writeCount } from '@lyceum/contracts/shared/write-count';
import { z } from 'zod';
import { mailSettings } from '../../informing/mail-preference/mail-settings.ts';

export const quizExceptionGrantedMail = defineMail(
  'quiz-exception-granted',
  z.object({
    ...{ courseId: id, lessonId: id },
    courseTitle: quotable,
    title: quotable,
    /** Besides those of the quiz; null where there are no more than before. */
    extraAttempts: z.int().nullable(),
    /** For one attempt; null where it has no more time than before. */
    seconds: z.number().nullable(),
  }),
  {
    en: ({ courseId, courseTitle, lessonId, title, extraAttempts, seconds }) => ({
      subject: `More for you in the quiz ${quoteTitle(title, 'en')}`,
      paragraphs: [
        `A teacher has made an exception for you in the quiz ${quoteTitle(title, 'en')} of the course ${quoteTitle(courseTitle, 'en')}.`,
        ...(extraAttempts === null ? [] : [`You have ${writeCount(extraAttempts, 'en', attempts.en)} now.`]),
        ...(seconds === null ? [] : [`An attempt may take ${writeMinutes(seconds, 'en')} now.`]),
      ],
      action: { label: 'Open the quiz', path: `/courses/${courseId}/lessons/${lessonId}` },
      settings: mailSettings.en,
    }),
    ru: ({ courseId, courseTitle, lessonId, title, extraAttempts, seconds }) => ({
      subject: `Для вас сделано исключение в тесте ${quoteTitle(title, 'ru')}`,
      paragraphs: [
        `Преподаватель сделал для вас исключение в тесте ${quoteTitle(title, 'ru')} на курсе ${quoteTitle(courseTitle, 'ru')}.`,
        ...(extraAttempts === null ? [] : [`Теперь у вас ${writeCount(extraAttempts, 'ru', attempts.ru)}.`]),
        ...(seconds === null ? [] : [`На одну попытку теперь даётся ${writeMinutes(seconds, 'ru')}.`]),
      ],
      action: { label: 'Открыть тест', path: `/courses/${courseId}/lessons/${lessonId}` },
      settings: mailSettings.ru,
    }),
  },
);

const attempts = {
  en: { one: 'additional attempt', other: 'additional attempts' },
  ru: { one: 'дополнительная попытка', other: 'дополнительные попытки', many: 'дополнительных попыток' },
};

/** Tenths of a minute are enough for anybody to plan by. */
function writeMinutes(seconds: number, locale: Locale): string {
  const style = { style: 'unit', unit: 'minute', unitDisplay: 'long', maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(locale, style).format(seconds / 60);
}
