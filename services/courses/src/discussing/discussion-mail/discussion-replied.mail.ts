import { defineMail, quotable } from '@lyceum/contracts/notifications/mail';
import { quoteTitle } from '@lyceum/contracts/notifications/quote-title';
import { id } from '@lyceum/contracts/shared/fields';
import { writeCount } from '@lyceum/contracts/shared/write-count';
import { z } from 'zod';
import { mailSettings } from '../../informing/mail-preference/mail-settings.ts';

const newReplies = {
  en: { one: 'new reply', other: 'new replies' },
  ru: { one: 'новый ответ', other: 'новых ответа', many: 'новых ответов' },
};

export const discussionRepliedMail = defineMail(
  'discussion-replied',
  z.object({
    ...{ courseId: id, lessonId: id, discussionId: id },
    /** Of the lesson. */
    title: quotable,
    /** How many replies are new. */
    count: z.int(),
    /** Of who wrote the last of them; empty of somebody unknown. */
    name: quotable,
    /** Its first words. */
    excerpt: quotable,
  }),
  {
    en: ({ title, count, name, excerpt, ...place }) => ({
      subject: `${writeCount(count, 'en', newReplies.en)} in the lesson ${quoteTitle(title, 'en')}`,
      paragraphs: [
        `A discussion that you follow in the lesson ${quoteTitle(title, 'en')} has ${writeCount(count, 'en', newReplies.en)}${count === 1 ? '' : '. The last one'}:`,
        name === '' ? excerpt : `${name}: ${excerpt}`,
      ],
      action: { label: 'Read the discussion', path: toPath(place) },
      remarks: ['Mails of this discussion come at most once in an hour. To get no more of them, stop following it.'],
      settings: mailSettings.en,
    }),
    ru: ({ title, count, name, excerpt, ...place }) => ({
      subject: `${writeCount(count, 'ru', newReplies.ru)} в обсуждении урока ${quoteTitle(title, 'ru')}`,
      paragraphs: [
        `В обсуждении урока ${quoteTitle(title, 'ru')}, на которое вы подписаны, ${writeCount(count, 'ru', newReplies.ru)}${count === 1 ? '' : '. Последний из них'}:`,
        name === '' ? excerpt : `${name}: ${excerpt}`,
      ],
      action: { label: 'Прочитать обсуждение', path: toPath(place) },
      remarks: ['Письма об этом обсуждении приходят не чаще раза в час. Чтобы их не получать, отмените подписку на него.'],
      settings: mailSettings.ru,
    }),
  },
);

const toPath = ({ courseId, lessonId, discussionId }: { courseId: string; lessonId: string; discussionId: string }) =>
  `/courses/${courseId}/lessons/${lessonId}/discussions/${discussionId}`;
