import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { DoubleCall } from '../doubles/double-controls.ts';
import type { DoubleReply } from '../doubles/double-reply.ts';
import { refuseToken } from './gigachat-refusal.ts';

const scopes = ['GIGACHAT_API_PERS', 'GIGACHAT_API_B2B', 'GIGACHAT_API_CORP'] as const;
export type GigaChatScope = (typeof scopes)[number];

interface TokenOptions {
  readonly credentials: string;
  readonly scope: GigaChatScope;
  readonly ttlMs: number;
  readonly shape: 'milliseconds' | 'seconds' | 'old';
  readonly now: () => Date;
}

/** Documented limit of token requests a second; what is answered above it is our guess. */
const perSecond = 10;

/** `POST /api/v2/oauth`: gives tokens that live `ttlMs`, and knows which are valid. */
export function createTokenEndpoint({ credentials, scope, ttlMs, shape, now }: TokenOptions) {
  const expiries = new Map<string, number>();
  let recent: number[] = [];

  return {
    answer({ headers, body }: DoubleCall): DoubleReply {
      if (!z.uuidv4().safeParse(headers.rquid).success) return { status: 400 };
      const time = now().getTime();
      recent = [...recent.filter((moment) => moment > time - 1000), time];
      if (recent.length > perSecond) return refuseToken(429, 8);
      const key = /^Basic ([A-Za-z0-9+/]+={0,2})$/.exec(headers.authorization ?? '')?.[1];
      if (key === undefined) return refuseToken(401, 4, "Can't decode 'Authorization' header");
      if (key !== credentials) return refuseToken(401, 6, "credentials doesn't match db data");
      const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded');
      const asked = isForm && typeof body === 'string' ? new URLSearchParams(body).get('scope') : null;
      if (!asked) return refuseToken(400, 5, 'scope is empty');
      if (!scopes.some((known) => known === asked)) return refuseToken(400, 1, 'scope data format invalid');
      if (asked !== scope) return refuseToken(400, 7, 'scope from db not fully includes consumed scope');
      return { status: 200, body: issue(time) };
    },
    isValid: (token: string) => (expiries.get(token) ?? 0) > now().getTime(),
    expire(token: string): void {
      expiries.delete(token);
    },
    expireAll(): void {
      expiries.clear();
    },
  };

  function issue(time: number) {
    // Five parts, as a JWE has; opaque to clients.
    const token = [24, 48, 12, 96, 16].map((size) => randomBytes(size).toString('base64url')).join('.');
    const expiry = time + ttlMs;
    expiries.set(token, expiry);
    if (shape === 'old') return { tok: token, exp: Math.floor(expiry / 1000) };
    return { access_token: token, expires_at: shape === 'seconds' ? Math.floor(expiry / 1000) : expiry };
  }
}
