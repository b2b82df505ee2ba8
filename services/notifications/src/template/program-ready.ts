import { programGenerated } from '@lyceum/contracts/program-generation/generation';
import { z } from 'zod';
import { oneLine } from '../letter/letter.ts';
import { quoteTitle } from '../letter/quote-title.ts';
import { defineTemplate, pageUrl, signatureOf } from './template.ts';

const { hours, programId } = programGenerated.schema.shape;
const shown = z.string().transform(oneLine);

const words = {
  en: {
    subject: (title: string) => `The programme ${quoteTitle(title, 'en')} is ready`,
    greeting: (name: string) => `Hello, ${name}!`,
    ready: (title: string) => `The programme ${quoteTitle(title, 'en')} has been generated.`,
    hours: (amount: number) => `Academic hours: ${amount}.`,
    composed: (models: string) =>
      models === '' ? 'It was written without a language model.' : `It was written by ${models}. Language models make mistakes.`,
    check: 'Read the programme through before you approve it.',
    action: 'Open the programme',
  },
  ru: {
    subject: (title: string) => `Программа ${quoteTitle(title, 'ru')} готова`,
    greeting: (name: string) => `Здравствуйте, ${name}!`,
    ready: (title: string) => `Программа ${quoteTitle(title, 'ru')} сгенерирована.`,
    hours: (amount: number) => `Академических часов: ${amount}.`,
    composed: (models: string) =>
      models === ''
        ? 'Она составлена без языковой модели.'
        : `Её составила языковая модель (${models}). Языковые модели ошибаются.`,
    check: 'Прочитайте программу, прежде чем утверждать её.',
    action: 'Открыть программу',
  },
};

export const programReady = defineTemplate({
  kind: 'program-ready',
  params: z.object({
    name: shown,
    programId,
    title: shown,
    hours,
    models: z.array(shown),
  }),
  subject: ({ title }, locale) => words[locale].subject(title),
  letter(params, scene) {
    const { greeting, ready, hours: inHours, composed, check, action } = words[scene.locale];
    return {
      greeting: greeting(params.name),
      paragraphs: [ready(params.title), inHours(params.hours), `${composed(params.models.join(', '))} ${check}`],
      action: { label: action, url: pageUrl(scene, `/programs/${params.programId}`) },
      signature: signatureOf(scene),
    };
  },
});
