import { newId } from '@lyceum/common/database';
import type { Letterhead } from '@lyceum/contracts/program-generation/letterhead';
import type { EntityManager } from 'typeorm';
import { LetterheadEntity, type LetterheadRow } from './letterhead.entity.ts';

const blank: Letterhead = {
  organisation: '',
  place: '',
  address: '',
  contacts: '',
  registration: '',
  approver: { position: '', name: '' },
  logo: null,
};

/** The letterhead of the space; a blank one of version 0 before it was set. */
export async function currentLetterhead(db: EntityManager): Promise<Pick<LetterheadRow, 'content' | 'version'>> {
  const [row] = await db.find(LetterheadEntity, { take: 1 });
  return row ?? { content: blank, version: 0 };
}

/** Sets the letterhead of the space, and keeps others from setting it until the transaction ends. */
export async function replaceLetterhead(db: EntityManager, content: Letterhead): Promise<LetterheadRow> {
  const [row] = await db.query<[LetterheadRow]>(
    `INSERT INTO letterheads (id, content, version) VALUES ($1, $2, 1)
     ON CONFLICT ON CONSTRAINT letterheads_one DO UPDATE SET content = EXCLUDED.content, version = letterheads.version + 1
     RETURNING id, content, version`,
    [newId(), JSON.stringify(content)],
  );
  return row;
}
