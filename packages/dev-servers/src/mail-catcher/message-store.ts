import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { canonicalAddress } from '@lyceum/contracts/shared/email-address';
import { type Message, type MessageSummary, messageSummary, readMessage } from './message.ts';
import { openMessageFiles } from './message-files.ts';

/** Caught messages, kept over restarts. The oldest go when there are too many. */
export interface MessageStore {
  add(raw: Buffer, recipients: readonly string[]): Promise<MessageSummary>;
  /** Newest first. `to` is an address in any case, its domain in either spelling. */
  list(filter: { to?: string | undefined; limit: number }): MessageSummary[];
  find(id: string): Message | undefined;
  raw(id: string): Buffer | undefined;
  /** False when there is none. */
  delete(id: string): boolean;
  deleteAll(): void;
  /** The first message newer than `after` (an id or a time), or else the next to come; undefined once the signal aborts. */
  next(filter: { to?: string | undefined; after?: string | undefined; signal: AbortSignal }): Promise<MessageSummary | undefined>;
}

export function openMessageStore(folder: string, maxMessages: number): MessageStore {
  const files = openMessageFiles(folder);
  const known = files.ids.map((id) => messageSummary.parse(files.read(id)));
  const arrivals = new EventEmitter<{ message: [MessageSummary] }>().setMaxListeners(0);

  /** Strictly growing, so that ids tell the order even within a millisecond. */
  function nextTime(): Date {
    const last = known.at(-1);
    return new Date(Math.max(Date.now(), last ? Date.parse(last.receivedAt) + 1 : 0));
  }

  function remove(id: string): boolean {
    const index = known.findIndex((summary) => summary.id === id);
    if (index < 0) return false;
    known.splice(index, 1);
    files.remove(id);
    return true;
  }

  const isKnown = (id: string) => known.some((summary) => summary.id === id);
  return {
    async add(raw, recipients) {
      const content = await readMessage(raw, recipients);
      const receivedAt = nextTime();
      const id = `${receivedAt.getTime()}-${randomBytes(4).toString('hex')}`;
      const read = { id, receivedAt: receivedAt.toISOString(), ...content };
      files.write(read, raw);
      const summary = messageSummary.parse(read);
      known.push(summary);
      for (const { id: oldest } of known.slice(0, Math.max(0, known.length - maxMessages))) remove(oldest);
      arrivals.emit('message', summary);
      return summary;
    },
    list: ({ to, limit }) =>
      known
        .filter((summary) => isTo(summary, to))
        .reverse()
        .slice(0, limit),
    find: (id) => (isKnown(id) ? files.read(id) : undefined),
    raw: (id) => (isKnown(id) ? files.raw(id) : undefined),
    delete: remove,
    deleteAll() {
      for (const { id } of [...known]) remove(id);
    },
    async next({ to, after, signal }) {
      const here = known.find((summary) => isTo(summary, to) && after !== undefined && isAfter(summary, after));
      if (here || signal.aborted) return here;
      return new Promise((resolve) => {
        const settle = (found?: MessageSummary) => {
          arrivals.off('message', onMessage);
          signal.removeEventListener('abort', onAbort);
          resolve(found);
        };
        const onMessage = (summary: MessageSummary) => {
          if (isTo(summary, to)) settle(summary);
        };
        const onAbort = () => settle();
        arrivals.on('message', onMessage);
        signal.addEventListener('abort', onAbort);
      });
    },
  };
}

function isTo(summary: MessageSummary, to: string | undefined): boolean {
  return to === undefined || summary.recipients.includes(canonicalAddress(to.toLowerCase()));
}

export const idPattern = /^\d{13}-[0-9a-f]{8}$/;

function isAfter(summary: MessageSummary, after: string): boolean {
  return idPattern.test(after) ? summary.id > after : Date.parse(summary.receivedAt) > Date.parse(after);
}
