import { defineMail, quotable } from '@lyceum/contracts/notifications/mail';
import { quoteTitle } from '@lyceum/contracts/notifications/quote-title';
import { id, type Locale, timestamp } from '@lyceum/contracts/shared/fields';
import { writeCount } from '@lyceum/contracts/shared/write-count';
import { z } from 'zod';
import { mailSettings } from '../mail-preference/mail-settings.ts';
import { toZonedText } from '../reminder/to-zoned-text.ts';
import type { Waiting } from './find-waiting.ts';

const item = z.object({
  courseId: id,
  courseTitle: quotable,
  kind: z.enum(['works', 'discussions']),
  count: z.int(),
  oldest: timestamp,
});

type Item = z.output<typeof item>;

const maxItems = 20;

const english = {
  works: { one: 'work waits for a grade', other: 'works wait for a grade' },
  discussions: { one: 'discussion waits for an answer', other: 'discussions wait for an answer' },
} satisfies Record<Waiting['kind'], object>;

const russian = {
  works: { one: 'работа ждёт оценки', other: 'работы ждут оценки', many: 'работ ждут оценки', earliest: 'самая ранняя' },
  discussions: {
    one: 'обсуждение ждёт ответа',
    other: 'обсуждения ждут ответа',
    many: 'обсуждений ждут ответа',
    earliest: 'самое раннее',
  },
} satisfies Record<Waiting['kind'], object>;

/** What waits for somebody who teaches, by courses, the oldest first; `zone` is by whose clock it is told. */
export const digestMail = defineMail('digest', z.object({ items: z.tuple([item], item), zone: z.string() }), {
  en: ({ items, zone }) => ({
    subject: 'What waits for you in your courses',
    paragraphs: listItems(items, 'en', ({ courseTitle, kind, count, oldest }) => {
      const moment = toZonedText(new Date(oldest), zone, 'en');
      const waiting = writeCount(count, 'en', english[kind]);
      return `${quoteTitle(courseTitle, 'en')}: ${waiting}, ${count === 1 ? '' : 'the oldest '}since ${moment}.`;
    }),
    action: { label: 'Open the first of these courses', path: toPath(items[0]) },
    settings: mailSettings.en,
  }),
  ru: ({ items, zone }) => ({
    subject: 'Что ждёт вас на ваших курсах',
    paragraphs: listItems(items, 'ru', ({ courseTitle, kind, count, oldest }) => {
      const moment = toZonedText(new Date(oldest), zone, 'ru');
      const { earliest, ...forms } = russian[kind];
      const waiting = writeCount(count, 'ru', forms);
      return `${quoteTitle(courseTitle, 'ru')}: ${waiting}${count === 1 ? '' : `, ${earliest} —`} с ${moment}.`;
    }),
    action: { label: 'Открыть первый из этих курсов', path: toPath(items[0]) },
    settings: mailSettings.ru,
  }),
});

function listItems(items: readonly Item[], locale: Locale, describe: (item: Item) => string): string[] {
  const rest = items.length - maxItems;
  const more = { en: `And ${rest} more.`, ru: `И ещё ${rest}.` }[locale];
  return [...items.slice(0, maxItems).map(describe), ...(rest > 0 ? [more] : [])];
}

const pages: Readonly<Record<Waiting['kind'], string>> = { works: 'submissions', discussions: 'discussions' };

const toPath = ({ courseId, kind }: Item) => `/courses/${courseId}/${pages[kind]}`;
