import { defineMail, quotable } from '@lyceum/contracts/notifications/mail';
import { quoteTitle } from '@lyceum/contracts/notifications/quote-title';
import { id, type Locale, timestamp } from '@lyceum/contracts/shared/fields';
import type { Texts } from '@lyceum/contracts/shared/texts';
import { z } from 'zod';
import { switchOffRemark } from '../mail-preference/switch-off-remark.ts';
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

const words: Readonly<Record<Waiting['kind'], Texts>> = {
  works: { en: 'works that wait for a grade', ru: 'работы ждут оценки' },
  discussions: { en: 'discussions that wait for a reply', ru: 'обсуждения ждут ответа' },
};

/** What waits for somebody who teaches, by courses, the oldest first; `zone` is by whose clock it is told. */
export const digestMail = defineMail('digest', z.object({ items: z.tuple([item], item), zone: z.string() }), {
  en: ({ items, zone }) => ({
    subject: 'What waits for you in your courses',
    paragraphs: listItems(items, 'en', ({ courseTitle, kind, count, oldest }) => {
      const moment = toZonedText(new Date(oldest), zone, 'en');
      return `${quoteTitle(courseTitle, 'en')}: ${words[kind].en}: ${count}, the oldest since ${moment}.`;
    }),
    action: { label: 'Open the first of these courses', path: toPath(items[0]) },
    remarks: [switchOffRemark.en],
  }),
  ru: ({ items, zone }) => ({
    subject: 'Что ждёт вас на ваших курсах',
    paragraphs: listItems(items, 'ru', ({ courseTitle, kind, count, oldest }) => {
      const moment = toZonedText(new Date(oldest), zone, 'ru');
      return `${quoteTitle(courseTitle, 'ru')}: ${words[kind].ru}: ${count}, давнее всего — с ${moment}.`;
    }),
    action: { label: 'Открыть первый из этих курсов', path: toPath(items[0]) },
    remarks: [switchOffRemark.ru],
  }),
});

function listItems(items: readonly Item[], locale: Locale, describe: (item: Item) => string): string[] {
  const rest = items.length - maxItems;
  const more = { en: `And ${rest} more.`, ru: `И ещё ${rest}.` }[locale];
  return [...items.slice(0, maxItems).map(describe), ...(rest > 0 ? [more] : [])];
}

const pages: Readonly<Record<Waiting['kind'], string>> = { works: 'submissions', discussions: 'discussions' };

const toPath = ({ courseId, kind }: Item) => `/courses/${courseId}/${pages[kind]}`;
