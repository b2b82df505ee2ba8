import type { Context } from '@lyceum/common/context';
import { type DomainError, fail } from '@lyceum/common/errors';
import {
  recordStoreAddressRefused,
  recordStoreRefused,
  recordStoreSecretNeeded,
  recordStoreUnreachable,
} from '@lyceum/contracts/courses/record-store';
import { z } from 'zod';
import { decryptStoreSecret } from './encrypt-store-secret.ts';
import type { RecordStoreRow } from './record-store.entity.ts';
import type { StoreClient } from './store-client.ts';
import { createFailure, presentFailure, type StoreFailure } from './store-failure.ts';

const maxVersions = 20;

const about = z.object({ version: z.array(z.string().max(20)).max(maxVersions) });

/**
 * Asks a store what it is and sends it an empty list of statements, which stores nothing and needs the same right as a full one: stores
 * take it, or call it a bad request when user name and secret have passed. Answers with the versions it speaks.
 */
export async function checkRecordStore(
  client: StoreClient,
  row: RecordStoreRow,
  secret: string,
  ctx: Context,
): Promise<string[]> {
  const storeSecret = decryptStoreSecret(row.secret, row.id, secret);
  if (storeSecret === null) throw fail(recordStoreSecretNeeded, { detail: presentFailure(createFailure('secret'), ctx.locale) });
  const access = { endpoint: row.endpoint, username: row.username, secret: storeSecret };
  const { signal } = new AbortController();
  const answer = await client.ask(access, { method: 'GET', path: '/about', signal });
  if (!answer.ok) throw toProblem(answer.failure, ctx);
  const versions = readVersions(answer.body);
  if (!versions.some((version) => /^1\.0(?:\.|$)/.test(version))) throw toProblem(createFailure('version'), ctx);
  const sent = await client.ask(access, { method: 'POST', path: '/statements', body: '[]', signal });
  if (!sent.ok && sent.failure.status !== 400) throw toProblem(sent.failure, ctx);
  return versions;
}

function readVersions(body: string): string[] {
  try {
    return about.parse(JSON.parse(body)).version;
  } catch {
    return [];
  }
}

function toProblem(failure: StoreFailure, { locale }: Context): DomainError {
  const detail = presentFailure(failure, locale);
  if (failure.kind === 'address-refused') return fail(recordStoreAddressRefused, { detail });
  const isAway = failure.kind === 'connection' || failure.kind === 'timeout';
  return fail(isAway ? recordStoreUnreachable : recordStoreRefused, { detail });
}
