import { programFailed as programFailedEvent } from '@lyceum/contracts/program-generation';
import { z } from 'zod';
import { oneLine } from '../letter/letter.ts';
import { defineTemplate, pageUrl, signatureOf } from './template.ts';

const words = {
  en: {
    subject: (title: string) => `The programme “${title}” could not be generated`,
    greeting: (name: string) => `Hello, ${name}!`,
    failed: (title: string) => `The programme “${title}” could not be generated.`,
    reason: (reason: string) => `Reason: ${reason}`,
    advice: 'What you entered is kept: open the programme to see it, then order it again.',
    action: 'Open the programme',
  },
  ru: {
    subject: (title: string) => `Программу «${title}» не удалось сгенерировать`,
    greeting: (name: string) => `Здравствуйте, ${name}!`,
    failed: (title: string) => `Программу «${title}» не удалось сгенерировать.`,
    reason: (reason: string) => `Причина: ${reason}`,
    advice: 'Введённые данные сохранены: откройте программу, чтобы посмотреть их, и закажите её снова.',
    action: 'Открыть программу',
  },
};

export const programFailed = defineTemplate({
  kind: 'program-failed',
  params: z.object({
    name: z.string().transform(oneLine),
    programId: programFailedEvent.schema.shape.programId,
    title: z.string().transform(oneLine),
    reason: z.string().transform(oneLine),
  }),
  subject: ({ title }, locale) => words[locale].subject(title),
  letter({ name, programId, title, reason }, scene) {
    const { greeting, failed, reason: because, advice, action } = words[scene.locale];
    return {
      greeting: greeting(name),
      paragraphs: [failed(title), because(reason), advice],
      action: { label: action, url: pageUrl(scene, `/programs/${programId}`) },
      signature: signatureOf(scene),
    };
  },
});
