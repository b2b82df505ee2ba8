import { defineMail, quotable } from '@lyceum/contracts/notifications/mail';
import { quoteTitle } from '@lyceum/contracts/notifications/quote-title';
import { id, type Locale } from '@lyceum/contracts/shared/fields';
import { writeCount } from '@lyceum/contracts/shared/write-count';
import { z } from 'zod';
import { mailSettings } from '../mail-preference/mail-settings.ts';

const maxTitles = 20;

/** `note` is what the author said of the revision; empty when nothing. */
export const lessonsToRetakeMail = defineMail(
  'lessons-to-retake',
  z.object({ courseId: id, courseTitle: quotable, titles: z.array(quotable).min(1), note: quotable }),
  {
    en: ({ courseId, courseTitle, titles, note }) => ({
      subject: `Lessons to do again in the course ${quoteTitle(courseTitle, 'en')}`,
      paragraphs: [
        `The course ${quoteTitle(courseTitle, 'en')} has changed since you finished these lessons, and its author asks you to do them again: ${listTitles(titles, 'en')}.`,
        ...(note === '' ? [] : [`What the author says of the change: ${note}`]),
      ],
      action: { label: 'Open the course', path: `/courses/${courseId}` },
      settings: mailSettings.en,
    }),
    ru: ({ courseId, courseTitle, titles, note }) => ({
      subject: `Пройдите ещё раз уроки курса ${quoteTitle(courseTitle, 'ru')}`,
      paragraphs: [
        `Курс ${quoteTitle(courseTitle, 'ru')} изменился с тех пор, как вы прошли эти уроки, и автор просит пройти их ещё раз: ${listTitles(titles, 'ru')}.`,
        ...(note === '' ? [] : [`Что автор говорит об изменениях: ${note}`]),
      ],
      action: { label: 'Открыть курс', path: `/courses/${courseId}` },
      settings: mailSettings.ru,
    }),
  },
);

function listTitles(titles: readonly string[], locale: Locale): string {
  const shown = titles.slice(0, maxTitles).map((title) => quoteTitle(title, locale));
  const rest = titles.length - shown.length;
  const more = {
    en: `and ${writeCount(rest, 'en', { one: 'more lesson', other: 'more lessons' })}`,
    ru: `и ещё ${writeCount(rest, 'ru', { one: 'урок', other: 'урока', many: 'уроков' })}`,
  }[locale];
  return [...shown, ...(rest > 0 ? [more] : [])].join(', ');
}
