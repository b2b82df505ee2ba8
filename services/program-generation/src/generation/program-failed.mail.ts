import { defineMail, quotable } from '@lyceum/contracts/notifications/mail';
import { quoteTitle } from '@lyceum/contracts/notifications/quote-title';
import { id } from '@lyceum/contracts/shared/fields';
import { z } from 'zod';

/** The reason is left to the page of the programme: it is told in the programme's language, not in the reader's. */
export const programFailedMail = defineMail('program-failed', z.object({ programId: id, title: quotable }), {
  en: ({ programId, title }) => ({
    subject: `The programme ${quoteTitle(title, 'en')} could not be generated`,
    paragraphs: [
      `The programme ${quoteTitle(title, 'en')} could not be generated.`,
      'What you entered is kept: open the programme to see it and the reason, then order it again.',
    ],
    action: { label: 'Open the programme', path: `/programs/${programId}` },
  }),
  ru: ({ programId, title }) => ({
    subject: `Программу ${quoteTitle(title, 'ru')} не удалось сгенерировать`,
    paragraphs: [
      `Программу ${quoteTitle(title, 'ru')} не удалось сгенерировать.`,
      'Введённые данные сохранены: откройте программу, чтобы увидеть их и причину, и закажите её снова.',
    ],
    action: { label: 'Открыть программу', path: `/programs/${programId}` },
  }),
});
