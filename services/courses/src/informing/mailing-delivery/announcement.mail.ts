import { defineMail, quotable } from '@lyceum/contracts/notifications/mail';
import { quoteTitle } from '@lyceum/contracts/notifications/quote-title';
import { id } from '@lyceum/contracts/shared/fields';
import { z } from 'zod';
import { mailSettings } from '../mail-preference/mail-settings.ts';

/** `excerpt` is how the text begins: the whole of it is on the page. */
export const announcementMail = defineMail(
  'announcement',
  z.object({ courseId: id, announcementId: id, courseTitle: quotable, title: quotable, excerpt: quotable }),
  {
    en: ({ courseId, announcementId, courseTitle, title, excerpt }) => ({
      subject: `Announcement: ${title}`,
      paragraphs: [
        `There is news in the course ${quoteTitle(courseTitle, 'en')}: ${quoteTitle(title, 'en')}.`,
        ...toLines(excerpt),
      ],
      action: { label: 'Read the announcement', path: toPath({ courseId, announcementId }) },
      settings: mailSettings.en,
    }),
    ru: ({ courseId, announcementId, courseTitle, title, excerpt }) => ({
      subject: `Объявление: ${title}`,
      paragraphs: [
        `На курсе ${quoteTitle(courseTitle, 'ru')} новое объявление: ${quoteTitle(title, 'ru')}.`,
        ...toLines(excerpt),
      ],
      action: { label: 'Прочитать объявление', path: toPath({ courseId, announcementId }) },
      settings: mailSettings.ru,
    }),
  },
);

/** A picture alone has no words. */
const toLines = (excerpt: string) => (excerpt === '' ? [] : [excerpt]);

const toPath = ({ courseId, announcementId }: { courseId: string; announcementId: string }) =>
  `/courses/${courseId}/announcements/${announcementId}`;
