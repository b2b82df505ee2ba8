import type { EntityManager } from 'typeorm';
import { RenditionEntity, type RenditionRow } from './rendition.entity.ts';

/** The lowest or the highest quality of the picture that is whole. Throws when there is none. */
export async function findRendition(db: EntityManager, encodingId: string, which: 'lowest' | 'highest'): Promise<RenditionRow> {
  const [row] = await db.find(RenditionEntity, {
    where: { encodingId, kind: 'video' },
    order: { height: which === 'lowest' ? 'ASC' : 'DESC' },
    take: 1,
  });
  if (!row) throw new Error('there is no quality yet');
  return row;
}
