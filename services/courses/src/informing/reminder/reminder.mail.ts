import { defineMail, quotable } from '@lyceum/contracts/notifications/mail';
import { quoteTitle } from '@lyceum/contracts/notifications/quote-title';
import { id, type Locale, timestamp } from '@lyceum/contracts/shared/fields';
import { writeCount } from '@lyceum/contracts/shared/write-count';
import { z } from 'zod';
import { mailSettings } from '../mail-preference/mail-settings.ts';
import { toZonedText } from './to-zoned-text.ts';

const item = z.object({
  courseId: id,
  courseTitle: quotable,
  lesson: z.object({ id, title: quotable }).nullable(),
  at: timestamp,
});

type Item = z.output<typeof item>;

const maxItems = 20;

/** What comes near, the nearest first; `zone` is by whose clock it is told. */
export const reminderMail = defineMail('reminder', z.object({ items: z.tuple([item], item), zone: z.string() }), {
  en: ({ items, zone }) => ({
    subject: 'What comes near in your courses',
    paragraphs: listItems(items, 'en', ({ courseTitle, lesson, at }) => {
      const course = quoteTitle(courseTitle, 'en');
      const moment = toZonedText(new Date(at), zone, 'en');
      if (lesson) return `Hand in ${quoteTitle(lesson.title, 'en')} in the course ${course}: it is due on ${moment}.`;
      return `Your enrolment in the course ${course} ends on ${moment}.`;
    }),
    action: { label: items[0].lesson ? 'Open the assignment' : 'Open the course', path: toPath(items[0]) },
    settings: mailSettings.en,
  }),
  ru: ({ items, zone }) => ({
    subject: 'Ближайшие сроки на ваших курсах',
    paragraphs: listItems(items, 'ru', ({ courseTitle, lesson, at }) => {
      const course = quoteTitle(courseTitle, 'ru');
      const moment = toZonedText(new Date(at), zone, 'ru');
      if (lesson) return `Сдайте работу ${quoteTitle(lesson.title, 'ru')} на курсе ${course}: срок — ${moment}.`;
      return `Срок вашей записи на курс ${course} истекает ${moment}.`;
    }),
    action: { label: items[0].lesson ? 'Открыть задание' : 'Открыть курс', path: toPath(items[0]) },
    settings: mailSettings.ru,
  }),
});

function listItems(items: readonly Item[], locale: Locale, describe: (item: Item) => string): string[] {
  const rest = items.length - maxItems;
  const more = {
    en: `And ${writeCount(rest, 'en', { one: 'more date', other: 'more dates' })}.`,
    ru: `И ещё ${writeCount(rest, 'ru', { one: 'срок', other: 'срока', many: 'сроков' })}.`,
  }[locale];
  return [...items.slice(0, maxItems).map(describe), ...(rest > 0 ? [more] : [])];
}

const toPath = ({ courseId, lesson }: Item) => `/courses/${courseId}${lesson ? `/lessons/${lesson.id}` : ''}`;
