import { defineMail, quotable } from '@lyceum/contracts/notifications/mail';
import { quoteTitle } from '@lyceum/contracts/notifications/quote-title';
import { z } from 'zod';

/** `path` is that of the check page: what the learner will show to others. */
export const certificateReadyMail = defineMail(
  'certificate-ready',
  z.object({ title: quotable, number: z.string(), path: z.string() }),
  {
    en: ({ title, number, path }) => ({
      subject: `Your certificate for the course ${quoteTitle(title, 'en')}`,
      paragraphs: [
        `Congratulations: you have finished the course ${quoteTitle(title, 'en')}. Your certificate ${number} and a signed digital badge are ready.`,
      ],
      action: { label: 'Open the page of the certificate', path },
      remarks: ['Anybody can check the certificate on that page, without an account. The PDF is among your certificates.'],
    }),
    ru: ({ title, number, path }) => ({
      subject: `Ваш сертификат о прохождении курса ${quoteTitle(title, 'ru')}`,
      paragraphs: [
        `Поздравляем: вы прошли курс ${quoteTitle(title, 'ru')}. Готовы ваш сертификат ${number} и подписанный цифровой бейдж.`,
      ],
      action: { label: 'Открыть страницу сертификата', path },
      remarks: [
        'На этой странице подлинность сертификата может проверить кто угодно, без учётной записи. Файл сертификата — среди ваших сертификатов.',
      ],
    }),
  },
);
