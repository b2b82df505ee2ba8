import { defineMail } from '@lyceum/contracts/notifications/mail';
import { z } from 'zod';

/**
 * Says nothing that the one who registered typed: until the confirmation anybody may have given anybody's address, and the
 * mail must not carry a stranger's words to it.
 */
export const emailConfirmation = defineMail('email-confirmation', z.object({ token: z.string(), contested: z.boolean() }), {
  en: ({ token, contested }) => ({
    subject: 'Confirm your e-mail address',
    paragraphs: [
      'This address was given at a registration on Lyceum. Confirm it to be able to sign in.',
      ...(contested
        ? [
            'This address was registered more than once, with different passwords, possibly not only by you. After you follow the link, enter the password you chose: if it does not fit, this mail belongs to another registration, so try the link of another mail.',
          ]
        : []),
    ],
    action: { label: 'Confirm the address', path: confirmationPath(token) },
    remarks: [
      contested
        ? 'If none of the registrations was yours, do not follow any of the links: without the confirmation nobody can sign in with your address. Never enter a password you did not choose yourself.'
        : 'If it was not you, do nothing: without the confirmation nobody can sign in with your address.',
    ],
  }),
  ru: ({ token, contested }) => ({
    subject: 'Подтвердите адрес электронной почты',
    paragraphs: [
      'Этот адрес указали при регистрации на платформе Lyceum. Подтвердите его, чтобы входить на платформу.',
      ...(contested
        ? [
            'Этот адрес регистрировали несколько раз с разными паролями, возможно, не только вы. Перейдя по ссылке, введите пароль, который выбрали вы: если он не подойдёт, значит, письмо относится к другой регистрации, и нужна ссылка из другого письма.',
          ]
        : []),
    ],
    action: { label: 'Подтвердить адрес', path: confirmationPath(token) },
    remarks: [
      contested
        ? 'Если вы не регистрировались ни разу, не переходите ни по одной из ссылок: без подтверждения войти с вашим адресом не сможет никто. Никогда не вводите пароль, который выбрали не вы.'
        : 'Если это были не вы, ничего не делайте: без подтверждения войти с вашим адресом не сможет никто.',
    ],
  }),
});

const confirmationPath = (token: string) => `/confirm-email?token=${encodeURIComponent(token)}`;
