import { newId } from '@lyceum/common/database';
import type { Delivery } from '@lyceum/common/outbox';
import type { EntityManager } from 'typeorm';
import { PersonEntity } from '../../enrolling/person/person.entity.ts';
import { RecordStoreEntity, type RecordStoreRow } from '../record-store/record-store.entity.ts';
import { StatementEntity, type StatementRow } from '../record-store/statement.entity.ts';
import { createStatements } from '../statement/create-statements.ts';
import type { Happening } from '../statement/fact.ts';
import type { Agent } from '../statement/statement.ts';

interface Heard {
  readonly personId: string;
  readonly occurredAt: string;
}

/** An attempt may have a thousand answers: requests have their turn in between. */
const rowsAtOnce = 100;

/** Of an address that is an IRI as it stands: another would have to be escaped, which stores compare differently. */
const plainAddress = /^[\p{L}\p{N}.!$&'*+=_~-]+@[\p{L}\p{N}.-]+$/u;

/** Notes what has happened as statements that wait for the store of the space; nothing where there is none, or it is switched off. */
export async function noteStatements(
  { db, ctx, id: key }: Delivery,
  { personId, occurredAt }: Heard,
  find: (db: EntityManager) => Promise<Happening>,
): Promise<void> {
  const [store] = await db.find(RecordStoreEntity, { where: { enabled: true }, take: 1 });
  if (!store) return;
  const { id: storeId, platformUrl } = store;
  const actor = await toAgent(db, store, personId);
  const happening = await find(db);
  const statements = createStatements({ key, actor, occurredAt: new Date(occurredAt), platformUrl, happening });
  const rows = statements.map(
    (statement): StatementRow => ({
      ...{ id: newId(), storeId, statementId: statement.id, statement },
      ...{ status: 'waiting', reason: null, createdAt: ctx.now() },
    }),
  );
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    const values = rows.slice(from, from + rowsAtOnce);
    await db.createQueryBuilder().insert().into(StatementEntity).values(values).orIgnore().updateEntity(false).execute();
  }
}

/** By the address where the school says so and it is known; else by the id of the account, which is as good everywhere. */
async function toAgent(db: EntityManager, { naming, platformUrl }: RecordStoreRow, personId: string): Promise<Agent> {
  const person = naming === 'mbox' ? await db.findOneBy(PersonEntity, { id: personId }) : null;
  return person && plainAddress.test(person.email)
    ? { objectType: 'Agent', mbox: `mailto:${person.email}` }
    : { objectType: 'Agent', account: { homePage: platformUrl, name: personId } };
}
