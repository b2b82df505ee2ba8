import type { LiveLogs, LogEntry } from '@lyceum/common/live-log';
import { type Citation, citation } from '@lyceum/contracts/chatbot/citation';
import { z } from 'zod';

const logEntry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('citation'), citation }),
  z.object({ type: z.literal('end') }),
]);

export type AnswerEntry = z.output<typeof logEntry>;

const keptSeconds = 15 * 60;
/** A writer that gives no sign for so long is gone. */
const lifeSeconds = 5;
/** Of a space, within the time a log is kept. */
const maxStops = 1000;

export interface LoggedAnswer {
  readonly id: string;
  readonly request: { readonly draft: number } | null;
}

/** What is followed of one answer while it is written. */
export interface AnswerLog {
  append(entries: readonly AnswerEntry[]): Promise<void>;
  giveSign(): Promise<void>;
  /** Whether its writer has lately given a sign of life. */
  isAlive(): Promise<boolean>;
  /** As far as it is written. */
  readSoFar(): Promise<{ text: string; citations: Citation[] }>;
  follow(options: { after?: string | undefined; signal: AbortSignal }): AsyncGenerator<{ id: string; entry: AnswerEntry }>;
  /** Has its writer stop. */
  requestStop(): Promise<void>;
  /** Resolves with true when somebody has had it stopped, with false at the signal. */
  waitForStop(signal: AbortSignal): Promise<boolean>;
}

/** Each writing of an answer has a log of its own. */
export function openAnswerLog(logs: LiveLogs, space: string, { id, request }: LoggedAnswer): AnswerLog {
  const name = `${space}:${id}:${request?.draft ?? 1}`;
  // One log has all stops of a space: each log that is followed costs every read of the process.
  const [key, lifeKey, stopKey] = [`answer:${name}`, `answer-life:${name}`, `answer-stops:${space}`];
  return {
    async append(entries) {
      for (const entry of entries) await logs.append(key, JSON.stringify(entry), keptSeconds);
    },
    giveSign: () => logs.append(lifeKey, '', lifeSeconds, 1),
    isAlive: async () => (await logs.read(lifeKey)).length > 0,
    async readSoFar() {
      const entries = (await logs.read(key)).map(parseEntry);
      return {
        text: entries.map((entry) => (entry.type === 'text' ? entry.text : '')).join(''),
        citations: entries.flatMap((entry) => (entry.type === 'citation' ? entry.citation : [])),
      };
    },
    async *follow(options) {
      for await (const entry of logs.follow(key, options)) yield { id: entry.id, entry: parseEntry(entry) };
    },
    requestStop: () => logs.append(stopKey, name, keptSeconds, maxStops),
    async waitForStop(signal) {
      for await (const { data } of logs.follow(stopKey, { signal })) if (data === name) return true;
      return false;
    },
  };
}

/** Ends the model calls of answers that are final or deleted already, and the streams of whoever reads them. */
export async function abandonAnswers(logs: LiveLogs, space: string, answers: readonly LoggedAnswer[]): Promise<void> {
  for (const answer of answers) {
    const log = openAnswerLog(logs, space, answer);
    await log.requestStop();
    await log.append([{ type: 'end' }]);
  }
}

const parseEntry = ({ data }: LogEntry): AnswerEntry => logEntry.parse(JSON.parse(data));
