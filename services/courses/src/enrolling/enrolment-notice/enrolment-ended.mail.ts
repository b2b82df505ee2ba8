import { defineMail, quotable } from '@lyceum/contracts/notifications/mail';
import { quoteTitle } from '@lyceum/contracts/notifications/quote-title';
import { id } from '@lyceum/contracts/shared/fields';
import { z } from 'zod';

export const enrolmentEndedMail = defineMail('enrolment-ended', z.object({ courseId: id, title: quotable }), {
  en: ({ courseId, title }) => ({
    subject: `Your enrolment in the course ${quoteTitle(title, 'en')} has ended`,
    paragraphs: [
      `A teacher has ended your enrolment in the course ${quoteTitle(title, 'en')}: its lessons are closed to you. What you have learnt there is kept.`,
    ],
    action: { label: 'Open the page of the course', path: `/courses/${courseId}` },
  }),
  ru: ({ courseId, title }) => ({
    subject: `Ваша запись на курс ${quoteTitle(title, 'ru')} прекращена`,
    paragraphs: [
      `Преподаватель прекратил вашу запись на курс ${quoteTitle(title, 'ru')}: уроки для вас закрыты. Ваши результаты сохранены.`,
    ],
    action: { label: 'Открыть страницу курса', path: `/courses/${courseId}` },
  }),
});
