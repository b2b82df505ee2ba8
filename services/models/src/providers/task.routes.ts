import { newId } from '@lyceum/common/database';
import { fail } from '@lyceum/common/errors';
import { requireVersion, route } from '@lyceum/common/http';
import * as contract from '@lyceum/contracts/models/model-task';
import { modelProviderNotFound, models } from '@lyceum/contracts/models/provider';
import { In } from 'typeorm';
import { ProviderEntity } from './provider.entity.ts';
import { TaskEntity } from './task.entity.ts';
import { defaultProviders } from './task-providers.ts';

export const taskRoutes = [
  route(contract.listTasks, { access: models.manage }, async ({ db }) => {
    const rows = await db.find(TaskEntity);
    const items = contract.modelTasks.map(
      (task) => rows.find((row) => row.task === task) ?? { task, providers: defaultProviders, version: 0 },
    );
    return { items };
  }),

  route(contract.putTask, { access: models.manage }, async ({ db, params: { task }, body, ifMatch }) => {
    const first = { id: newId(), task, providers: defaultProviders, version: 0 };
    await db.createQueryBuilder().insert().into(TaskEntity).values(first).orIgnore().execute();
    const row = await db.findOneOrFail(TaskEntity, { where: { task }, lock: { mode: 'pessimistic_write' } });
    requireVersion(row.version, ifMatch);
    // Written as PostgreSQL writes ids.
    const providers = body.providers.map((provider) => provider.toLowerCase());
    const ids = new Set(providers.filter((provider) => provider !== contract.outlineProvider));
    // Locked until the commit: none of them can be removed meanwhile.
    const found = await db.find(ProviderEntity, { where: { id: In([...ids]) }, lock: { mode: 'pessimistic_read' } });
    if (found.length < ids.size) throw fail(modelProviderNotFound);
    return db.save(TaskEntity, { ...row, providers, version: row.version + 1 });
  }),
];
