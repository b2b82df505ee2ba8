import { z } from 'zod';
import { defineEvent } from '../define/event.ts';
import { id, type Locale, locale, timestamp } from '../shared/fields.ts';

/** One line without control characters, for headers and for sentences that quote what people typed. */
export function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
}

/** What a person wrote, as it may stand in a sentence of a mail. */
export const quotable = z.string().transform(oneLine);

/** Name of a kind of mail, by which people know it in their list and the operator in the log. */
export const mailKind = z
  .string()
  .regex(/^[a-z]+(?:-[a-z]+)*$/)
  .meta({ examples: ['email-confirmation'] });

/** A page of the platform in the space of the mail. */
const pageLink = z.object({ label: z.string(), path: z.string().startsWith('/') });

/** What a mail says in one language, in plain text. Salutation, layout and signature are those of every mail. */
const letter = z.object({
  subject: quotable,
  paragraphs: z.array(z.string()).min(1),
  /** The one thing the reader may want to do now. */
  action: pageLink.optional(),
  /** After the action. */
  remarks: z.array(z.string()).default([]),
  /** Where such mails are chosen or switched off, after the remarks. */
  settings: pageLink.optional(),
});

export type Letter = z.output<typeof letter>;

/** A service wants somebody to get a mail. It is sent to the address and in the language of the account. */
export const mailRequested = defineEvent(
  'notifications.mail-requested.v1',
  z.object({
    kind: mailKind,
    /** Whose list it is in. */
    accountId: id,
    /** While the account is not known: without it the mail waits for the account. No name, no salutation by name. */
    to: z.object({ email: z.string(), locale, name: z.string().optional() }).optional(),
    letters: z.object({ en: letter, ru: letter }) satisfies z.ZodType<Record<Locale, Letter>>,
    /** Until when the action works: the mail says so, and is not sent later. */
    validUntil: timestamp.optional(),
  }),
);

type MailRequest = z.input<typeof mailRequested.schema>;

type MailInput<Data extends z.ZodType> = Pick<MailRequest, 'accountId' | 'to' | 'validUntil'> & { data: z.input<Data> };

/**
 * A kind of mail, whole in one file of the service that sends it: `<name>.mail.ts`. It is sent by
 * `publish(db, ctx, mailRequested, programReady({ accountId, data: { ... } }))`.
 */
export function defineMail<Data extends z.ZodType>(
  kind: string,
  schema: Data,
  letters: Readonly<Record<Locale, (data: z.output<Data>) => z.input<typeof letter>>>,
): (input: MailInput<Data>) => MailRequest {
  return ({ data, ...recipient }) => {
    const parsed = schema.parse(data);
    return { kind, ...recipient, letters: { en: letters.en(parsed), ru: letters.ru(parsed) } };
  };
}
