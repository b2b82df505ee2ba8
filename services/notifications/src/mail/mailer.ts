import type { Locale } from '@lyceum/contracts/shared/fields';
import { createTransport } from 'nodemailer';
import { z } from 'zod';

export interface Message {
  /** The same in every attempt, so that mailboxes can tell a repeat. */
  id: string;
  address: string;
  locale: Locale;
  subject: string;
  text: string;
  html: string;
  date: Date;
}

export interface Mailer {
  /** Resolves when the server has taken the message; rejects, at the latest after `sendTimeoutMs`, when it has not. */
  send(message: Message): Promise<void>;
  stop(): void;
}

/** All steps of one message together; a connection is cut then, so nothing is sent later. */
export const sendTimeoutMs = 60_000;

/** Sends over SMTP. Connections are kept open for the next mail. */
export function createMailer({ url, from }: { url: string; from: string }): Mailer {
  const transport = createTransport(
    {
      url,
      pool: true,
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 30_000,
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from },
  );
  const domain = /@([^@>]+)>?$/.exec(from)?.[1] ?? 'localhost';
  return {
    async send({ id, address, locale, subject, text, html, date }) {
      await transport.sendMail({
        messageId: `<${id}@${domain}>`,
        // An object is one address, whatever it contains; a string would be read as a list.
        to: { name: '', address },
        subject,
        text,
        html,
        date,
        // RFC 3834: nothing that answers by itself answers this.
        headers: { 'auto-submitted': 'auto-generated', 'content-language': locale },
        signal: AbortSignal.timeout(sendTimeoutMs),
      });
    },
    stop: () => transport.close(),
  };
}

const refusal = z.object({ permanent: z.literal(true), command: z.enum(['RCPT TO', 'DATA']) });

/** True when the server refused this address or this content for good; other failures may pass or be put right by the operator. */
export function isRefusal(error: unknown): boolean {
  return refusal.safeParse(error).success;
}
