import type { Notification } from '@lyceum/contracts/notifications/notification';
import { emailConfirmation } from './email-confirmation.ts';
import { programFailed } from './program-failed.ts';
import { programReady } from './program-ready.ts';
import { registrationRepeated } from './registration-repeated.ts';
import type { MailTemplate } from './template.ts';

export const templates: Readonly<Record<Notification['kind'], MailTemplate>> = {
  'email-confirmation': emailConfirmation,
  'registration-repeated': registrationRepeated,
  'program-ready': programReady,
  'program-failed': programFailed,
};
