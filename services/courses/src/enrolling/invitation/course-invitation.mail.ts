import { defineMail, quotable } from '@lyceum/contracts/notifications/mail';
import { quoteTitle } from '@lyceum/contracts/notifications/quote-title';
import { id } from '@lyceum/contracts/shared/fields';
import { z } from 'zod';

export const courseInvitationMail = defineMail('course-invitation', z.object({ invitationId: id, title: quotable }), {
  en: ({ invitationId, title }) => ({
    subject: `You are invited to the course ${quoteTitle(title, 'en')}`,
    paragraphs: [`You are invited to the course ${quoteTitle(title, 'en')}.`],
    action: { label: 'Accept the invitation', path: `/courses/invitations/${invitationId}` },
    remarks: ['Sign in, or register, with the address this mail was sent to: the invitation is for it alone.'],
  }),
  ru: ({ invitationId, title }) => ({
    subject: `Вас приглашают на курс ${quoteTitle(title, 'ru')}`,
    paragraphs: [`Вас приглашают на курс ${quoteTitle(title, 'ru')}.`],
    action: { label: 'Принять приглашение', path: `/courses/invitations/${invitationId}` },
    remarks: ['Войдите или зарегистрируйтесь с адресом, на который пришло это письмо: приглашение выдано только на него.'],
  }),
});
