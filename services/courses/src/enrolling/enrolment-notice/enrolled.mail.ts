import { defineMail, quotable } from '@lyceum/contracts/notifications/mail';
import { quoteTitle } from '@lyceum/contracts/notifications/quote-title';
import { id } from '@lyceum/contracts/shared/fields';
import { z } from 'zod';

export const enrolledMail = defineMail('enrolled', z.object({ courseId: id, title: quotable }), {
  en: ({ courseId, title }) => ({
    subject: `You are enrolled in the course ${quoteTitle(title, 'en')}`,
    paragraphs: [`Your school has enrolled you in the course ${quoteTitle(title, 'en')}.`],
    action: { label: 'Open the course', path: `/courses/${courseId}` },
  }),
  ru: ({ courseId, title }) => ({
    subject: `Вы записаны на курс ${quoteTitle(title, 'ru')}`,
    paragraphs: [`Школа записала вас на курс ${quoteTitle(title, 'ru')}.`],
    action: { label: 'Открыть курс', path: `/courses/${courseId}` },
  }),
});
