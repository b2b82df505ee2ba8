import { createHash } from 'node:crypto';
import type { Endpoint } from '@lyceum/contracts/define/endpoint';
import { idempotencyInFlight, idempotencyKeyReused, requestInvalid } from '@lyceum/contracts/shared/common-problems';
import type { Response } from 'express';
import type { EntityManager } from 'typeorm';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';

interface StoredReply {
  fingerprint: string;
  body: unknown;
}

/** A request with its key. */
export interface Call {
  readonly key: string;
  readonly endpoint: Endpoint;
  readonly input: { readonly ctx: Context; readonly params: unknown; readonly query: unknown; readonly body: unknown };
  readonly response: Response;
}

/**
 * `Idempotency-Key` after draft-ietf-httpapi-idempotency-key-header-07: the reply is stored with the writes it answers for.
 * A repeat gets it with `Idempotency-Replayed: true`, another request under the key 422, one that comes while the first runs 409.
 */
export async function runIdempotently(
  db: EntityManager,
  call: Call,
  run: (db: EntityManager) => Promise<unknown>,
): Promise<unknown> {
  const { identity, fingerprint } = identify(call);
  // Held until the transaction ends; taken by whoever runs this key right now.
  const lock = await db.query<[{ free: boolean }]>('SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS free', [
    identity.join(' '),
  ]);
  if (!lock[0].free) throw fail(idempotencyInFlight, { retryAfter: 1 });
  const stored = await findReply(db, call);
  if (stored) return stored.body;
  const result = await run(db);
  await db.query(
    `INSERT INTO idempotency_keys (space_id, caller, endpoint, key, fingerprint, status, body, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [...identity, fingerprint, call.endpoint.status, result === undefined ? null : JSON.stringify(result), call.input.ctx.now()],
  );
  return result;
}

/** The reply that was stored for the same request, which is said to be one; null before there is one. */
export async function findReply(db: EntityManager, call: Call): Promise<{ readonly body: unknown } | null> {
  const { identity, fingerprint } = identify(call);
  const [stored] = await db.query<StoredReply[]>(
    'SELECT fingerprint, body FROM idempotency_keys WHERE space_id = $1 AND caller = $2 AND endpoint = $3 AND key = $4',
    identity,
  );
  if (!stored) return null;
  if (stored.fingerprint !== fingerprint) throw fail(idempotencyKeyReused);
  call.response.set('idempotency-replayed', 'true');
  return { body: stored.body ?? undefined };
}

function identify({ key, endpoint: { method, path }, input: { ctx, params, query, body } }: Call) {
  return {
    identity: [ctx.space, ctx.actor?.id ?? 'anonymous', `${method} ${path}`, parseKey(key)],
    fingerprint: createHash('sha256').update(JSON.stringify({ params, query, body })).digest('base64url'),
  };
}

const keyForm = { en: '1 to 255 printable ASCII characters', ru: 'От 1 до 255 печатных символов ASCII' };

/** A structured-field string (RFC 8941) or, as many clients send it, the bare value; 1 to 255 printable ASCII characters. */
function parseKey(header: string): string {
  const key = /^"([^"\\]+)"$/.exec(header)?.[1] ?? header;
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw fail(requestInvalid, {
    errors: [{ pointer: '/header/idempotency-key', message: keyForm }],
  });
}
