import { timestamp } from '@lyceum/contracts/fields';
import { z } from 'zod';
import { defineTemplate, pageUrl, signatureOf } from './template.ts';
import { describeValidity } from './validity.ts';

const words = {
  en: {
    subject: 'Confirm your e-mail address',
    greeting: 'Hello!',
    reason: 'This address was given at a registration on Lyceum. Confirm it to be able to sign in.',
    action: 'Confirm the address',
    validity: (validity: string) => `The link is valid for ${validity}.`,
    stranger: 'If it was not you, do nothing: without the confirmation nobody can sign in with your address.',
  },
  ru: {
    subject: 'Подтвердите адрес электронной почты',
    greeting: 'Здравствуйте!',
    reason: 'Этот адрес указали при регистрации на платформе Lyceum. Подтвердите его, чтобы входить на платформу.',
    action: 'Подтвердить адрес',
    validity: (validity: string) => `Срок действия ссылки: ${validity}.`,
    stranger: 'Если это были не вы, ничего не делайте: без подтверждения войти с вашим адресом не сможет никто.',
  },
};

/**
 * Says nothing that the one who registered typed: until the confirmation anybody may have given anybody's address, and the
 * mail must not carry a stranger's words to it.
 */
export const emailConfirmation = defineTemplate({
  kind: 'email-confirmation',
  params: z.object({ token: z.string(), expiresAt: timestamp }),
  subject: (_params, locale) => words[locale].subject,
  letter({ token, expiresAt }, scene) {
    const until = new Date(expiresAt);
    if (until <= scene.now) return null;
    const { greeting, reason, action, validity, stranger } = words[scene.locale];
    return {
      greeting,
      paragraphs: [reason],
      action: { label: action, url: pageUrl(scene, `/confirm-email?token=${encodeURIComponent(token)}`) },
      remarks: [validity(describeValidity(until, scene.now, scene.locale)), stranger],
      signature: signatureOf(scene),
    };
  },
});
