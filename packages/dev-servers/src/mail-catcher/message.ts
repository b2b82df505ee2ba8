import { canonicalAddress } from '@lyceum/contracts/shared/email-address';
import PostalMime, { type Address } from 'postal-mime';
import { z } from 'zod';

const mailbox = z.object({ name: z.string(), address: z.string() });
type Mailbox = z.infer<typeof mailbox>;

/** What the list shows of a message. Ids sort by arrival; `receivedAt` is ISO 8601 UTC. */
export const messageSummary = z.object({
  id: z.string(),
  receivedAt: z.iso.datetime(),
  /** Who got it by the SMTP envelope, blind copies included; lower case. */
  recipients: z.array(z.string()),
  from: mailbox,
  to: z.array(mailbox),
  subject: z.string(),
});
export type MessageSummary = z.infer<typeof messageSummary>;

export const message = messageSummary.extend({
  cc: z.array(mailbox),
  text: z.string(),
  html: z.string(),
  attachments: z.array(z.object({ filename: z.string(), mimeType: z.string(), size: z.int() })),
});
export type Message = z.infer<typeof message>;

/** Reads a message of RFC 5322 as far as it can be read; what is missing is empty. */
export async function readMessage(raw: Buffer, recipients: readonly string[]): Promise<Omit<Message, 'id' | 'receivedAt'>> {
  const mail = await PostalMime.parse(raw);
  return {
    recipients: recipients.map((recipient) => canonicalAddress(recipient.toLowerCase())),
    from: mailboxes(mail.from && [mail.from])[0] ?? { name: '', address: '' },
    to: mailboxes(mail.to),
    cc: mailboxes(mail.cc),
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html ?? '',
    attachments: mail.attachments.map(({ filename, mimeType, content }) => ({
      filename: filename ?? '',
      mimeType,
      size: toBuffer(content).length,
    })),
  };
}

/** The content of one attachment, by its place in the list. */
export async function readAttachment(raw: Buffer, index: number): Promise<Buffer | undefined> {
  const { attachments } = await PostalMime.parse(raw);
  const found = attachments[index];
  return found && toBuffer(found.content);
}

function mailboxes(addresses: readonly Address[] = []): Mailbox[] {
  return addresses.flatMap((each) => each.group ?? each).map(({ name, address }) => ({ name, address }));
}

function toBuffer(content: ArrayBuffer | Uint8Array | string): Buffer {
  if (typeof content === 'string') return Buffer.from(content);
  return content instanceof ArrayBuffer
    ? Buffer.from(content)
    : Buffer.from(content.buffer, content.byteOffset, content.byteLength);
}
