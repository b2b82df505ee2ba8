import { newId } from '@lyceum/common/database';
import { fail, found } from '@lyceum/common/errors';
import { type Route, requireVersion, route, routeWithOwnTransactions } from '@lyceum/common/http';
import { findPage } from '@lyceum/common/pagination';
import type { Provider } from '@lyceum/contracts/models/provider';
import * as contract from '@lyceum/contracts/models/provider';
import { modelProviderInUse, modelProviderKeyNeeded, modelProviderNotFound, models } from '@lyceum/contracts/models/provider';
import type { ProviderHosts } from '@lyceum/llm/addresses/provider-hosts';
import type { EntityManager } from 'typeorm';
import { encryptKey } from './encrypt-key.ts';
import { ProviderEntity, type ProviderRow } from './provider.entity.ts';
import { requireAddresses, sendsKeyElsewhere } from './provider-addresses.ts';
import { TaskEntity } from './task.entity.ts';
import type { TryProvider } from './try-provider.ts';

export interface Providers {
  readonly secret: string;
  readonly hosts: ProviderHosts;
  readonly tryProvider: TryProvider;
}

export function providerRoutes({ secret, hosts, tryProvider }: Providers): Route[] {
  const seal = (key: string, id: string) => (key === '' ? null : encryptKey(key, id, secret));

  return [
    route(contract.createProvider, { access: models.manage }, async ({ db, ctx, body: { settings, key } }) => {
      requireAddresses(settings, hosts, ctx.locale);
      const id = newId();
      const now = ctx.now();
      const row = { id, name: settings.name, settings, sealedKey: seal(key, id), createdAt: now, updatedAt: now, version: 1 };
      await db.insert(ProviderEntity, row);
      return presentProvider(row);
    }),

    route(contract.listProviders, { access: models.manage }, async ({ db, query }) => {
      const all = db.createQueryBuilder(ProviderEntity, 'provider');
      const { rows, nextCursor } = await findPage(all, query, { property: 'name', direction: 'ASC' });
      return { items: rows.map(presentProvider), nextCursor };
    }),

    route(contract.getProvider, { access: models.manage }, async ({ db, params }) =>
      presentProvider(await findProvider(db, params.providerId)),
    ),

    route(contract.updateProvider, { access: models.manage }, async ({ db, ctx, params, body: { settings, key }, ifMatch }) => {
      const row = await lockProvider(db, params.providerId);
      requireVersion(row.version, ifMatch);
      requireAddresses(settings, hosts, ctx.locale);
      if (key === undefined && row.sealedKey !== null && sendsKeyElsewhere(row.settings, settings)) {
        throw fail(modelProviderKeyNeeded);
      }
      const sealedKey = key === undefined ? row.sealedKey : seal(key, row.id);
      const changes = { name: settings.name, settings, sealedKey, updatedAt: ctx.now(), version: row.version + 1 };
      await db.update(ProviderEntity, { id: row.id }, changes);
      return presentProvider({ ...row, ...changes });
    }),

    route(contract.deleteProvider, { access: models.manage }, async ({ db, params, ifMatch }) => {
      const { id, version } = await lockProvider(db, params.providerId);
      requireVersion(version, ifMatch);
      const tasks = await db.find(TaskEntity);
      if (tasks.some(({ providers }) => providers.includes(id))) throw fail(modelProviderInUse);
      await db.delete(ProviderEntity, { id });
    }),

    // The provider takes its time: no connection is held meanwhile.
    routeWithOwnTransactions(contract.testProvider, { access: models.manage }, async ({ read, ctx, actor, params }) =>
      tryProvider(await read((db) => findProvider(db, params.providerId)), actor, ctx),
    ),
  ];
}

async function findProvider(db: EntityManager, id: string): Promise<ProviderRow> {
  return found(await db.findOneBy(ProviderEntity, { id }), modelProviderNotFound);
}

async function lockProvider(db: EntityManager, id: string): Promise<ProviderRow> {
  return found(await db.findOne(ProviderEntity, { where: { id }, lock: { mode: 'pessimistic_write' } }), modelProviderNotFound);
}

function presentProvider({ id, settings, sealedKey, createdAt, updatedAt, version }: ProviderRow): Provider {
  return {
    id,
    settings,
    hasKey: sealedKey !== null,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    version,
  };
}
