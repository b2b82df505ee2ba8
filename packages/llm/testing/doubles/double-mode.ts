/** How a double answers a call. */
export type DoubleMode =
  | { readonly mode: 'normal' }
  /** The body comes in pieces of so many bytes, which also cut characters. */
  | { readonly mode: 'slice'; readonly bytes: number }
  /** The body comes in one part more than there are promises, each after the one that lets it go. */
  | { readonly mode: 'paced'; readonly after: readonly Promise<unknown>[] }
  /** Nothing more comes: not even headers, or (when `at` is absent) after the first half of the body. The connection stays. */
  | { readonly mode: 'stall'; readonly at?: 'start' | 'middle' }
  /** The connection is reset: before the headers, or (when `at` is absent) after the first half of the body. */
  | { readonly mode: 'reset'; readonly at?: 'start' | 'middle' }
  /** A stream ends without `[DONE]`; with `finish: false` it has no finish reason and no usage either. */
  | { readonly mode: 'no-done'; readonly finish?: boolean }
  /** The provider's filter declines to answer. */
  | { readonly mode: 'blacklist' }
  /** The limit of tokens is reached in the middle of the answer. */
  | { readonly mode: 'length' }
  /** The answer ends as if it were whole and is no JSON. */
  | { readonly mode: 'invalid-json' }
  /** 401; the token that was sent is not valid any more. */
  | { readonly mode: 'expired-token' }
  /** This status instead of an answer. `retryAfter` becomes the header as it is. */
  | { readonly mode: 'fail'; readonly status: number; readonly retryAfter?: number | string; readonly message?: string };
