import { type ModelTask, outlineProvider } from '@lyceum/contracts/models/model-task';
import type { ProviderOrder } from '@lyceum/llm/create-task-models';
import { type EntityManager, In } from 'typeorm';
import { ProviderEntity, type ProviderRow } from './provider.entity.ts';
import { TaskEntity } from './task.entity.ts';

export const defaultProviders = [outlineProvider];

/** Nothing is tried after the outline, which never fails. */
export async function findProviderOrder(db: EntityManager, task: ModelTask): Promise<ProviderOrder<ProviderRow>> {
  const set = (await db.findOneBy(TaskEntity, { task }))?.providers ?? defaultProviders;
  const end = set.indexOf(outlineProvider);
  const ids = end === -1 ? set : set.slice(0, end);
  const rows = ids.length > 0 ? await db.findBy(ProviderEntity, { id: In(ids) }) : [];
  const providers = ids.flatMap((id) => rows.find((row) => row.id === id && row.settings.enabled) ?? []);
  return { providers, outline: end !== -1 };
}
