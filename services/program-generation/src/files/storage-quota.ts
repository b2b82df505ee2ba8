import type { Context } from '@lyceum/common/context';
import { fail } from '@lyceum/common/errors';
import { storageQuotaExceeded } from '@lyceum/contracts/program-generation/stored-file';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { transfersBefore } from './upload-lifetime.ts';

const bytes = z.coerce.number().int().min(0);

/** Variables that bound what is stored: attachments from when they are announced, and files of programmes. */
export const storageQuotaConfig = z.object({
  STORAGE_BYTES_PER_PERSON: bytes.default(1_000_000_000),
  STORAGE_BYTES_PER_SPACE: bytes.default(50_000_000_000),
});
export type StorageQuota = z.output<typeof storageQuotaConfig>;

/** Fails with `storage.quota_exceeded` when the owner has no room for the file. Others of the space wait until the transaction ends. */
export async function requireRoom(
  db: EntityManager,
  ctx: Context,
  quota: StorageQuota,
  ownerId: string,
  size: number,
): Promise<void> {
  await db.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`stored bytes ${ctx.space}`]);
  const used = await storedBytes(db, ctx, ownerId);
  if (used.person + size > quota.STORAGE_BYTES_PER_PERSON)
    throw noRoom(ctx, ownerId === ctx.person ? 'own' : 'owner', used.person, quota.STORAGE_BYTES_PER_PERSON);
  if (used.space + size > quota.STORAGE_BYTES_PER_SPACE) throw noRoom(ctx, 'space', used.space, quota.STORAGE_BYTES_PER_SPACE);
}

async function storedBytes(db: EntityManager, ctx: Context, ownerId: string): Promise<{ person: number; space: number }> {
  // Whatever the space is, the policies of the tables leave no other.
  const [row] = await db.query<[{ person: string; space: string }]>(
    `SELECT coalesce(sum(size), 0) AS space, coalesce(sum(size) FILTER (WHERE owner_id = $1), 0) AS person
     FROM (
       SELECT owner_id, size FROM attachments WHERE status <> 'failed' OR failure = 'internal' OR created_at > $3
       UNION ALL SELECT owner_id, size FROM attachment_removals WHERE until > $2
       UNION ALL SELECT owner_id, size FROM program_exports JOIN programs ON programs.id = program_id
     ) AS stored`,
    // Files that cannot be read are deleted, for the last time when no upload of them can go on.
    [ownerId, ctx.now(), transfersBefore(ctx)],
  );
  return { person: Number(row.person), space: Number(row.space) };
}

function noRoom({ locale }: Context, whose: 'own' | 'owner' | 'space', used: number, limit: number) {
  const detail = {
    en: {
      own: `You have stored ${used} of ${limit} bytes. Delete files that are no longer needed.`,
      owner: `The owner of the programme has stored ${used} of ${limit} bytes. Files that are no longer needed have to be deleted.`,
      space: `The space has stored ${used} of ${limit} bytes. Delete files that are no longer needed.`,
    },
    ru: {
      own: `У вас занято ${used} из ${limit} Б. Удалите ненужные файлы.`,
      owner: `У владельца программы занято ${used} из ${limit} Б. Нужно удалить ненужные файлы.`,
      space: `В пространстве занято ${used} из ${limit} Б. Удалите ненужные файлы.`,
    },
  }[locale][whose];
  return fail(storageQuotaExceeded, { detail });
}
