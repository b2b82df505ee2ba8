import { timestamp } from '@lyceum/contracts/shared/fields';
import { z } from 'zod';
import { defineTemplate, pageUrl, signatureOf } from './template.ts';
import { describeValidity } from './validity.ts';

const words = {
  en: {
    subject: 'Confirm your e-mail address',
    greeting: 'Hello!',
    reason: 'This address was given at a registration on Lyceum. Confirm it to be able to sign in.',
    contested:
      'This address was registered more than once, with different passwords, possibly not only by you. After you follow the link, enter the password you chose: if it does not fit, this mail belongs to another registration, so try the link of another mail.',
    action: 'Confirm the address',
    validity: (validity: string) => `The link is valid for ${validity}.`,
    stranger: 'If it was not you, do nothing: without the confirmation nobody can sign in with your address.',
    strangers:
      'If none of the registrations was yours, do not follow any of the links: without the confirmation nobody can sign in with your address. Never enter a password you did not choose yourself.',
  },
  ru: {
    subject: 'Подтвердите адрес электронной почты',
    greeting: 'Здравствуйте!',
    reason: 'Этот адрес указали при регистрации на платформе Lyceum. Подтвердите его, чтобы входить на платформу.',
    contested:
      'Этот адрес регистрировали несколько раз с разными паролями, возможно, не только вы. Перейдя по ссылке, введите пароль, который выбрали вы: если он не подойдёт, значит, письмо относится к другой регистрации, и нужна ссылка из другого письма.',
    action: 'Подтвердить адрес',
    validity: (validity: string) => `Срок действия ссылки: ${validity}.`,
    stranger: 'Если это были не вы, ничего не делайте: без подтверждения войти с вашим адресом не сможет никто.',
    strangers:
      'Если вы не регистрировались ни разу, не переходите ни по одной из ссылок: без подтверждения войти с вашим адресом не сможет никто. Никогда не вводите пароль, который выбрали не вы.',
  },
};

/**
 * Says nothing that the one who registered typed: until the confirmation anybody may have given anybody's address, and the
 * mail must not carry a stranger's words to it.
 */
export const emailConfirmation = defineTemplate({
  kind: 'email-confirmation',
  params: z.object({ token: z.string(), contested: z.boolean().default(false), expiresAt: timestamp }),
  subject: (_params, locale) => words[locale].subject,
  letter({ token, contested, expiresAt }, scene) {
    const until = new Date(expiresAt);
    if (until <= scene.now) return null;
    const text = words[scene.locale];
    return {
      greeting: text.greeting,
      paragraphs: contested ? [text.reason, text.contested] : [text.reason],
      action: { label: text.action, url: pageUrl(scene, `/confirm-email?token=${encodeURIComponent(token)}`) },
      remarks: [text.validity(describeValidity(until, scene.now, scene.locale)), contested ? text.strangers : text.stranger],
      signature: signatureOf(scene),
    };
  },
});
