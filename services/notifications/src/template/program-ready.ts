import { programGenerated } from '@lyceum/contracts/program-generation';
import { z } from 'zod';
import { oneLine } from '../letter/letter.ts';
import { defineTemplate, pageUrl, signatureOf } from './template.ts';

const { hours, programId } = programGenerated.schema.shape;
const shown = z.string().transform(oneLine);

const words = {
  en: {
    subject: (title: string) => `The programme “${title}” is ready`,
    greeting: (name: string) => `Hello, ${name}!`,
    ready: (title: string) => `The programme “${title}” has been generated.`,
    hours: (amount: number) => `Academic hours: ${amount}.`,
    composed: (name: string, model: string | null) =>
      model === null
        ? `It was composed by the built-in composer “${name}”, without a language model.`
        : `It was composed by the language model ${model} (composer “${name}”). Models make mistakes.`,
    check: 'Read the programme through before you approve it.',
    action: 'Open the programme',
  },
  ru: {
    subject: (title: string) => `Программа «${title}» готова`,
    greeting: (name: string) => `Здравствуйте, ${name}!`,
    ready: (title: string) => `Программа «${title}» сгенерирована.`,
    hours: (amount: number) => `Академических часов: ${amount}.`,
    composed: (name: string, model: string | null) =>
      model === null
        ? `Она составлена встроенным алгоритмом «${name}», без языковой модели.`
        : `Она составлена языковой моделью ${model} (способ «${name}»). Модели ошибаются.`,
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
    composer: z.object({ name: shown, model: shown.nullable() }),
  }),
  subject: ({ title }, locale) => words[locale].subject(title),
  letter(params, scene) {
    const { greeting, ready, hours: inHours, composed, check, action } = words[scene.locale];
    return {
      greeting: greeting(params.name),
      paragraphs: [
        ready(params.title),
        inHours(params.hours),
        `${composed(params.composer.name, params.composer.model)} ${check}`,
      ],
      action: { label: action, url: pageUrl(scene, `/programs/${params.programId}`) },
      signature: signatureOf(scene),
    };
  },
});
