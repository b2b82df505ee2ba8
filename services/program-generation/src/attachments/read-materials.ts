import type { EntityManager } from 'typeorm';
import { In } from 'typeorm';
import type { Material } from '../writing/quote-materials.ts';
import { AttachmentEntity } from './attachment.entity.ts';

/** The texts of attachments in the order of `ids`, each once. */
export async function readMaterials(db: EntityManager, ids: readonly string[]): Promise<Material[]> {
  if (ids.length === 0) return [];
  const rows = await db.find(AttachmentEntity, {
    select: { id: true, name: true, text: true },
    where: { id: In([...ids]), status: 'ready' },
  });
  return [...new Set(ids)].flatMap((wanted) => {
    const row = rows.find(({ id }) => id === wanted);
    return row?.text ? [{ id: row.id, name: row.name, text: row.text }] : [];
  });
}
