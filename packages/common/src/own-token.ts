import { tokenGrant } from '@lyceum/contracts/tokens/session';
import { readAnswer, sendRequest } from './client.ts';
import type { Clock } from './context.ts';
import { unlessAborted } from './unless-aborted.ts';

/** The access token by which a service says who it is (RFC 6749 section 4.4). */
export interface OwnToken {
  /** One that lasts for a while yet. Throws as `sendRequest` does while it cannot be had, and the reason of the signal. */
  get(signal: AbortSignal): Promise<string>;
  /** The next `get` asks anew: this token was refused. */
  forget(token: string): void;
}

/** A token is replaced so long before it expires. */
const marginMs = 60_000;
const timeoutMs = 5_000;

interface Options {
  /** Of the service tokens. */
  readonly tokensUrl: string;
  readonly service: string;
  readonly secret: string;
  readonly clock: Clock;
}

export function createOwnToken({ tokensUrl, service, secret, clock }: Options): OwnToken {
  let current: { readonly token: string; readonly expiresAt: number } | undefined;
  let asking: Promise<string> | undefined;

  async function ask(): Promise<string> {
    const askedAt = clock.now().getTime();
    const credentials = Buffer.from(`${service}:${secret}`).toString('base64');
    const response = await sendRequest(tokensUrl, tokenGrant, {
      body: { grant_type: 'client_credentials' },
      headers: { authorization: `Basic ${credentials}` },
      signal: AbortSignal.timeout(timeoutMs),
    });
    const { access_token: token, expires_in: seconds } = await readAnswer(tokenGrant, response);
    current = { token, expiresAt: askedAt + seconds * 1000 };
    return token;
  }

  return {
    async get(signal) {
      signal.throwIfAborted();
      if (current && current.expiresAt - marginMs > clock.now().getTime()) return current.token;
      // Whoever asks meanwhile waits for the same answer.
      asking ??= ask().finally(() => {
        asking = undefined;
      });
      return unlessAborted(asking, signal);
    },
    forget(token) {
      if (current?.token === token) current = undefined;
    },
  };
}
