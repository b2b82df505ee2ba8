import type { IncomingHttpHeaders } from 'node:http';
import type { DoubleMode } from './double-mode.ts';

export const doubleRoutes = ['oauth', 'chat', 'embeddings', 'tokens', 'models'] as const;
/** Kinds of calls, each with its own modes. */
export type DoubleRoute = (typeof doubleRoutes)[number];

export interface DoubleCall {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Parsed when it is JSON, else the text. */
  readonly body: unknown;
  /** Runs when the call has ended, however it did. */
  onEnd(run: () => void): void;
}

export interface RecordedRequest {
  /** Undefined when the double knows no such call. */
  readonly route: DoubleRoute | undefined;
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Parsed when it is JSON, else the text. */
  readonly body: unknown;
  /** Places among all starts and ends: two requests overlapped when each started before the other ended. */
  readonly started: number;
  ended: number | undefined;
  /** Of the answer; undefined while there is none. */
  status: number | undefined;
  /** Whether the connection ended before the answer was whole. */
  aborted: boolean;
}

/** What a test may do with a double, whatever it doubles. Calls are `chat` ones where no route is named. */
export interface DoubleControls {
  /** Without a path, such as `https://127.0.0.1:40123`. */
  readonly url: string;
  /** PEM of the authority to trust; undefined over plain HTTP. */
  readonly caCertificate: string | undefined;
  /** All of them, in the order they came. */
  readonly requests: readonly RecordedRequest[];
  count(route?: DoubleRoute): number;
  /** Calls that are being answered now. */
  inFlight(route?: DoubleRoute): number;
  /** The most calls there were at once, refused ones included. */
  maxInFlight(route?: DoubleRoute): number;
  /** How the next calls are answered, one mode each; then `always` applies again. */
  next(mode: DoubleMode | readonly DoubleMode[], route?: DoubleRoute): void;
  /** How all calls are answered that no `next` is about. */
  always(mode: DoubleMode, route?: DoubleRoute): void;
  /** Calls wait, unanswered, until the returned function is called. */
  hold(route?: DoubleRoute): () => void;
  /** Resolves when so many calls have come since the start or the last `clear`. */
  arrived(count: number, route?: DoubleRoute): Promise<void>;
  /** Resolves when no request is being answered any more. */
  idle(): Promise<void>;
  /** Forgets requests, figures, modes and what `answerWith` said, and lets go what is held. */
  clear(): void;
  /** Rejects with what went wrong in the double itself, or in an answer of the test. */
  stop(): Promise<void>;
}
