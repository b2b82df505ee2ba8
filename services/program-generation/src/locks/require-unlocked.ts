import { isDeepStrictEqual } from 'node:util';
import { type DomainError, fail } from '@lyceum/common/errors';
import { programBlockLocked } from '@lyceum/contracts/program-generation/editing';
import type { ProgramDocument } from '@lyceum/contracts/program-generation/program-document';
import type { Locale } from '@lyceum/contracts/shared/fields';
import type { EntityManager } from 'typeorm';
import { type ListedBlock, listBlocks } from '../parts/document-blocks.ts';
import { BlockLockEntity } from '../program/block-lock.entity.ts';

interface Change {
  readonly programId: string;
  readonly before: ProgramDocument;
  readonly after: ProgramDocument;
}

/**
 * Fails with `program.block_locked` when the change rewrites or removes a locked block. Another place in the document is no
 * change of a block.
 */
export async function requireUnlocked(db: EntityManager, { programId, before, after }: Change, locale: Locale): Promise<void> {
  const locks = await db.findBy(BlockLockEntity, { programId });
  if (locks.length === 0) return;
  const locked = new Set(locks.map(({ block }) => block));
  // The first of two blocks with one name counts.
  const values = new Map(
    listBlocks(after)
      .toReversed()
      .map(({ block, value }) => [block, value]),
  );
  const touched = listBlocks(before).filter(
    ({ block, value }) => locked.has(block) && !isDeepStrictEqual(value, values.get(block)),
  );
  if (touched.length > 0) throw blockLocked(touched, locale);
}

/** Names the blocks as people call them. */
export function blockLocked(blocks: readonly ListedBlock[], locale: Locale): DomainError {
  const errors = blocks.map(({ pointer, title }) => ({ pointer, message: title(locale) }));
  const names = errors.map(({ message }) => message).join('; ');
  return fail(programBlockLocked, { detail: { en: `Locked: ${names}.`, ru: `Заблокировано: ${names}.` }[locale], errors });
}
