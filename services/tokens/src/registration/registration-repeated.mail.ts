import { defineMail } from '@lyceum/contracts/notifications/mail';
import { z } from 'zod';

export const registrationRepeated = defineMail('registration-repeated', z.object({}), {
  en: () => ({
    subject: 'You already have an account',
    paragraphs: ['Somebody tried to register on Lyceum with your address. You have an account already, so nothing was changed.'],
    action: { label: 'Sign in', path: '/login' },
    remarks: ['If it was not you, do nothing: whoever tried was not told that the account exists.'],
  }),
  ru: () => ({
    subject: 'У вас уже есть учётная запись',
    paragraphs: [
      'Кто-то пытался зарегистрироваться на платформе Lyceum с вашим адресом. Учётная запись у вас уже есть, ничего не изменилось.',
    ],
    action: { label: 'Войти', path: '/login' },
    remarks: ['Если это были не вы, ничего не делайте: тому, кто пытался, мы не сообщили, что учётная запись существует.'],
  }),
});
