import type { EntityManager } from 'typeorm';
import type { ConversationRow } from '../conversation/conversation.entity.ts';
import { findPersonNames } from '../person/find-person-names.ts';

/** Conversations with the names of their learners, who have shown them. */
export async function presentShared(db: EntityManager, rows: readonly ConversationRow[]) {
  const names = await findPersonNames(
    db,
    rows.map(({ personId }) => personId),
  );
  return rows.map((row) => ({ ...row, name: names.get(row.personId) ?? '' }));
}
