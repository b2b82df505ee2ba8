import { z } from 'zod';
import { oneLine } from '../letter/letter.ts';
import { defineTemplate, pageUrl, signatureOf } from './template.ts';

const words = {
  en: {
    subject: 'You already have an account',
    greeting: (name: string) => `Hello, ${name}!`,
    reason: 'Somebody tried to register on Lyceum with your address. You have an account already, so nothing was changed.',
    action: 'Sign in',
    stranger: 'If it was not you, do nothing: whoever tried was not told that the account exists.',
  },
  ru: {
    subject: 'У вас уже есть учётная запись',
    greeting: (name: string) => `Здравствуйте, ${name}!`,
    reason:
      'Кто-то пытался зарегистрироваться на платформе Lyceum с вашим адресом. Учётная запись у вас уже есть, ничего не изменилось.',
    action: 'Войти',
    stranger: 'Если это были не вы, ничего не делайте: тому, кто пытался, мы не сообщили, что учётная запись существует.',
  },
};

export const registrationRepeated = defineTemplate({
  kind: 'registration-repeated',
  params: z.object({ name: z.string().transform(oneLine) }),
  subject: (_params, locale) => words[locale].subject,
  letter({ name }, scene) {
    const { greeting, reason, action, stranger } = words[scene.locale];
    return {
      greeting: greeting(name),
      paragraphs: [reason],
      action: { label: action, url: pageUrl(scene, '/login') },
      remarks: [stranger],
      signature: signatureOf(scene),
    };
  },
});
