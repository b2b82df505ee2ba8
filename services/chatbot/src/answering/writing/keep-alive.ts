import type { AnswerLog } from '../answer-log/answer-log.ts';

const signEveryMs = 1_000;

/** Gives signs of life until it is ended: an answer without them is ended by whoever sees it. */
export function keepAlive(log: Pick<AnswerLog, 'giveSign'>): {
  /** Aborted when no sign can be given. */
  readonly lost: AbortSignal;
  end(): void;
} {
  const losing = new AbortController();
  const lose = () => losing.abort();
  const signs = setInterval(() => void log.giveSign().catch(lose), signEveryMs);
  return { lost: losing.signal, end: () => clearInterval(signs) };
}
