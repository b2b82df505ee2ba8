import { defineMail, quotable } from '@lyceum/contracts/notifications/mail';
import { quoteTitle } from '@lyceum/contracts/notifications/quote-title';
import { id, timestamp } from '@lyceum/contracts/shared/fields';
import { z } from 'zod';
import { mailSettings } from '../../informing/mail-preference/mail-settings.ts';
import { toZonedText } from '../../informing/reminder/to-zoned-text.ts';

/** `zone` is by whose clock the moment is told. */
export const deadlineExtendedMail = defineMail(
  'deadline-extended',
  z.object({ courseId: id, courseTitle: quotable, lessonId: id, title: quotable, at: timestamp, zone: z.string() }),
  {
    en: ({ courseId, courseTitle, lessonId, title, at, zone }) => ({
      subject: `A new deadline for your work ${quoteTitle(title, 'en')}`,
      paragraphs: [
        `A teacher has given you another deadline for the work ${quoteTitle(title, 'en')} in the course ${quoteTitle(courseTitle, 'en')}: it is due on ${toZonedText(new Date(at), zone, 'en')}.`,
      ],
      action: { label: 'Open the assignment', path: `/courses/${courseId}/lessons/${lessonId}` },
      settings: mailSettings.en,
    }),
    ru: ({ courseId, courseTitle, lessonId, title, at, zone }) => ({
      subject: `Новый срок сдачи работы ${quoteTitle(title, 'ru')}`,
      paragraphs: [
        `Преподаватель назначил вам другой срок сдачи работы ${quoteTitle(title, 'ru')} на курсе ${quoteTitle(courseTitle, 'ru')}: ${toZonedText(new Date(at), zone, 'ru')}.`,
      ],
      action: { label: 'Открыть задание', path: `/courses/${courseId}/lessons/${lessonId}` },
      settings: mailSettings.ru,
    }),
  },
);
