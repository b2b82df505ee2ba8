import { programFailed as programFailedEvent } from '@lyceum/contracts/program-generation/generation';
import { z } from 'zod';
import { oneLine } from '../letter/letter.ts';
import { quoteTitle } from '../letter/quote-title.ts';
import { defineTemplate, pageUrl, signatureOf } from './template.ts';

const words = {
  en: {
    subject: (title: string) => `The programme ${quoteTitle(title, 'en')} could not be generated`,
    greeting: (name: string) => `Hello, ${name}!`,
    failed: (title: string) => `The programme ${quoteTitle(title, 'en')} could not be generated.`,
    advice: 'What you entered is kept: open the programme to see it and the reason, then order it again.',
    action: 'Open the programme',
  },
  ru: {
    subject: (title: string) => `Программу ${quoteTitle(title, 'ru')} не удалось сгенерировать`,
    greeting: (name: string) => `Здравствуйте, ${name}!`,
    failed: (title: string) => `Программу ${quoteTitle(title, 'ru')} не удалось сгенерировать.`,
    advice: 'Введённые данные сохранены: откройте программу, чтобы увидеть их и причину, и закажите её снова.',
    action: 'Открыть программу',
  },
};

/** The reason is left to the page of the programme: the event tells it in the programme's language, not in the reader's. */
export const programFailed = defineTemplate({
  kind: 'program-failed',
  params: z.object({
    name: z.string().transform(oneLine),
    programId: programFailedEvent.schema.shape.programId,
    title: z.string().transform(oneLine),
  }),
  subject: ({ title }, locale) => words[locale].subject(title),
  letter({ name, programId, title }, scene) {
    const { greeting, failed, advice, action } = words[scene.locale];
    return {
      greeting: greeting(name),
      paragraphs: [failed(title), advice],
      action: { label: action, url: pageUrl(scene, `/programs/${programId}`) },
      signature: signatureOf(scene),
    };
  },
});
