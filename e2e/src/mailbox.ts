import { z } from 'zod';
import { poll } from './poll.ts';

const timeoutMs = 30_000;

interface Mail {
  readonly subject: string;
  readonly text: string;
}

/** A page where caught mail can be read over HTTP. */
export interface Mailbox {
  readonly name: string;
  /** Ids of the mails to an address. */
  list(to: string): Promise<string[]>;
  read(id: string): Promise<Mail>;
}

/** Finds out whether Mailpit (Compose) or the catcher of `npm start` answers at this address. */
export async function openMailbox(url: string): Promise<Mailbox> {
  const mailpit = await fetch(`${url}/api/v1/messages?limit=1`).catch((error: unknown) => {
    throw new Error(`there is no mail page at ${url} (say where it is with --mail)`, { cause: error });
  });
  return mailpit.ok ? openMailpit(url) : openCatcher(url);
}

function openMailpit(url: string): Mailbox {
  const found = z.object({ messages: z.array(z.object({ ID: z.string() })) });
  const message = z.object({ Subject: z.string(), Text: z.string() });
  return {
    name: 'Mailpit',
    async list(to) {
      const query = encodeURIComponent(`to:"${to}"`);
      return found.parse(await getJson(`${url}/api/v1/search?query=${query}`)).messages.map(({ ID }) => ID);
    },
    async read(id) {
      const { Subject, Text } = message.parse(await getJson(`${url}/api/v1/message/${id}`));
      return { subject: Subject, text: Text };
    },
  };
}

function openCatcher(url: string): Mailbox {
  const found = z.object({ items: z.array(z.object({ id: z.string() })) });
  const message = z.object({ subject: z.string(), text: z.string() });
  return {
    name: 'the mail catcher',
    async list(to) {
      return found.parse(await getJson(`${url}/api/messages?to=${encodeURIComponent(to)}`)).items.map(({ id }) => id);
    },
    read: async (id) => message.parse(await getJson(`${url}/api/messages/${id}`)),
  };
}

/** The first mail to this address that fits. */
export async function waitForMail(mailbox: Mailbox, to: string, what: string, fits: (mail: Mail) => boolean): Promise<Mail> {
  const read = new Set<string>();
  return poll(`${what} to ${to} in ${mailbox.name}`, timeoutMs, async () => {
    for (const id of await mailbox.list(to)) {
      if (read.has(id)) continue;
      read.add(id);
      const mail = await mailbox.read(id);
      if (fits(mail)) return mail;
    }
    return undefined;
  });
}

async function getJson(url: string): Promise<unknown> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`GET ${url} answered ${response.status}`);
  return response.json();
}
