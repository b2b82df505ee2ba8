import { defineMail, quotable } from '@lyceum/contracts/notifications/mail';
import { quoteTitle } from '@lyceum/contracts/notifications/quote-title';
import { id } from '@lyceum/contracts/shared/fields';
import { z } from 'zod';

const data = z.object({ programId: id, title: quotable, hours: z.int(), models: z.array(quotable) });

export const programReadyMail = defineMail('program-ready', data, {
  en: ({ programId, title, hours, models }) => ({
    subject: `The programme ${quoteTitle(title, 'en')} is ready`,
    paragraphs: [
      `The programme ${quoteTitle(title, 'en')} has been generated.`,
      `Academic hours: ${hours}.`,
      `${
        models.length === 0
          ? 'It was written without a language model.'
          : `It was written by ${models.join(', ')}. Language models make mistakes.`
      } Read the programme through before you approve it.`,
    ],
    action: { label: 'Open the programme', path: `/programs/${programId}` },
  }),
  ru: ({ programId, title, hours, models }) => ({
    subject: `Программа ${quoteTitle(title, 'ru')} готова`,
    paragraphs: [
      `Программа ${quoteTitle(title, 'ru')} сгенерирована.`,
      `Академических часов: ${hours}.`,
      `${
        models.length === 0
          ? 'Она составлена без языковой модели.'
          : `Её составила языковая модель (${models.join(', ')}). Языковые модели ошибаются.`
      } Прочитайте программу, прежде чем утверждать её.`,
    ],
    action: { label: 'Открыть программу', path: `/programs/${programId}` },
  }),
});
