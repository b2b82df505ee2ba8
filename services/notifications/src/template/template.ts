import type { Notification } from '@lyceum/contracts/notifications/notification';
import type { Locale } from '@lyceum/contracts/shared/fields';
import type { z } from 'zod';
import type { Letter } from '../letter/letter.ts';

/** Where and for whom a letter is written. */
export interface Scene {
  readonly locale: Locale;
  readonly space: string;
  /** What people type to reach the platform. */
  readonly publicUrl: string;
  readonly now: Date;
}

/** One kind of mail in all languages. */
export interface MailTemplate<Params = unknown> {
  readonly kind: Notification['kind'];
  /** Parses what an event says and what a row keeps. */
  readonly params: z.ZodType<Params>;
  subject(params: Params, locale: Locale): string;
  /** Null when there is nothing left to say, such as a link that has expired. */
  letter(params: Params, scene: Scene): Letter | null;
}

/** Types a template by its parameters. */
export function defineTemplate<Params>(template: MailTemplate<Params>): MailTemplate<Params> {
  return template;
}

export function composeLetter<Params>(template: MailTemplate<Params>, params: unknown, scene: Scene): Letter | null {
  return template.letter(template.params.parse(params), scene);
}

/** Address of a page of the platform. Spaces other than `main` live under a path of their own. */
export function pageUrl({ publicUrl, space }: Scene, path: string): string {
  return space === 'main' ? `${publicUrl}${path}` : `${publicUrl}/s/${space}${path}`;
}

/** Last line of every mail. */
export function signatureOf({ locale, publicUrl }: Scene): string {
  const automatic = {
    en: 'This mail was sent automatically, nobody reads replies to it.',
    ru: 'Письмо отправлено автоматически, ответы на него не читают.',
  };
  return `Lyceum, ${publicUrl}\n${automatic[locale]}`;
}
