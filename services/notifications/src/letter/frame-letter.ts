import { type Letter, mailRequested, oneLine } from '@lyceum/contracts/notifications/mail';
import type { Locale } from '@lyceum/contracts/shared/fields';
import { z } from 'zod';
import type { FramedLetter, Link } from './letter.ts';
import { describeValidity } from './validity.ts';

const { letters, validUntil } = mailRequested.schema.shape;

/** What a mail keeps until it is sent or given up. */
export const storedLetter = letters.shape.en.omit({ subject: true }).extend({ name: z.string().optional(), validUntil });

/** Where and for whom a letter is written. */
export interface Scene {
  readonly locale: Locale;
  readonly space: string;
  /** What people type to reach the platform. */
  readonly publicUrl: string;
  readonly now: Date;
}

const words = {
  en: {
    greeting: 'Hello!',
    greetingBy: (name: string) => `Hello, ${name}!`,
    validity: (validity: string) => `The link is valid for ${validity}.`,
    automatic: 'This mail was sent automatically, nobody reads replies to it.',
  },
  ru: {
    greeting: 'Здравствуйте!',
    greetingBy: (name: string) => `Здравствуйте, ${name}!`,
    validity: (validity: string) => `Срок действия ссылки: ${validity}.`,
    automatic: 'Письмо отправлено автоматически, ответы на него не читают.',
  },
} as const;

/** The frame that all mails share. Null when there is nothing left to say: the link has expired. */
export function frameLetter(letter: z.output<typeof storedLetter>, scene: Scene): FramedLetter | null {
  const { name, paragraphs, action, remarks, settings, validUntil: until } = letter;
  const text = words[scene.locale];
  const end = until === undefined ? undefined : new Date(until);
  if (end && end <= scene.now) return null;
  const validity = end ? [text.validity(describeValidity(end, scene.now, scene.locale))] : [];
  return {
    greeting: name === undefined ? text.greeting : text.greetingBy(oneLine(name)),
    paragraphs,
    ...(action && { action: toLink(scene, action) }),
    remarks: [...validity, ...remarks],
    ...(settings && { settings: toLink(scene, settings) }),
    signature: `Lyceum, ${scene.publicUrl}\n${text.automatic}`,
  };
}

const toLink = (scene: Scene, { label, path }: { label: string; path: string }): Link => ({ label, url: pageUrl(scene, path) });

/** Address of a page of the platform. Spaces other than `main` live under a path of their own. */
function pageUrl({ publicUrl, space }: Scene, path: string): string {
  return space === 'main' ? `${publicUrl}${path}` : `${publicUrl}/s/${space}${path}`;
}

/** The part of a request for a mail that is kept, in one language. */
export function toStoredLetter(
  { subject: _, ...letter }: Letter,
  recipient: { name?: string | undefined },
  until: string | undefined,
): z.output<typeof storedLetter> {
  return { ...letter, name: recipient.name, validUntil: until };
}
