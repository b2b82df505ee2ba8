import { requireVersion, route, routeWithOwnTransactions } from '@lyceum/common/http';
import { findPage } from '@lyceum/common/pagination';
import * as contract from '@lyceum/contracts/courses/record-store';
import { maxResentStatements, recordStores } from '@lyceum/contracts/courses/record-store';
import { checkRecordStore } from './check-record-store.ts';
import { findRecordStore, presentRecordStore } from './find-record-store.ts';
import { RecordStoreEntity } from './record-store.entity.ts';
import { type Installation, saveRecordStore } from './save-record-store.ts';
import { StatementEntity } from './statement.entity.ts';
import type { StoreClient } from './store-client.ts';
import { createFailure, presentFailure } from './store-failure.ts';

const access = recordStores.manage;

export function recordStoreRoutes(installation: Installation, client: StoreClient) {
  return [
    route(contract.getRecordStore, { access }, async ({ db, ctx }) =>
      presentRecordStore(db, await findRecordStore(db), ctx.locale),
    ),

    route(contract.putRecordStore, { access }, async ({ db, ctx, body, ifMatch }) =>
      presentRecordStore(db, await saveRecordStore(db, ctx, installation, { body, ifMatch }), ctx.locale),
    ),

    route(contract.deleteRecordStore, { access }, async ({ db, ifMatch }) => {
      const { id, version } = await findRecordStore(db, { lock: true });
      requireVersion(version, ifMatch);
      await db.delete(RecordStoreEntity, { id });
    }),

    // The store takes its time: no connection is held meanwhile.
    routeWithOwnTransactions(contract.checkRecordStore, { access }, async ({ read, ctx }) => ({
      versions: await checkRecordStore(client, await read((db) => findRecordStore(db)), installation.secret, ctx),
    })),

    route(contract.listRefusedStatements, { access }, async ({ db, ctx, query }) => {
      const refused = db.createQueryBuilder(StatementEntity, 'statement').where({ status: 'refused' });
      const { rows, nextCursor } = await findPage(refused, query, { property: 'createdAt', direction: 'ASC' });
      const items = rows.map(({ id, statement, reason, createdAt }) => ({
        ...{ id, statement, createdAt },
        reason: presentFailure(reason ?? createFailure('answer'), ctx.locale),
      }));
      return { items, nextCursor };
    }),

    route(contract.resendStatements, { access }, async ({ db }) => {
      const { id: storeId } = await findRecordStore(db);
      const refused = await db.find(StatementEntity, {
        select: { id: true },
        where: { storeId, status: 'refused' },
        order: { createdAt: 'ASC', id: 'ASC' },
        take: maxResentStatements,
      });
      const ids = refused.map(({ id }) => id);
      await db.query("UPDATE xapi_statements SET status = 'waiting', reason = NULL WHERE id = ANY($1)", [ids]);
      return { resent: ids.length };
    }),
  ];
}
