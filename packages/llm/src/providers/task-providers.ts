import { type ModelTask, outlineProvider } from '@lyceum/contracts/models/model-task';
import { type EntityManager, In } from 'typeorm';
import { ProviderEntity, type ProviderRow } from './provider.entity.ts';
import { TaskEntity } from './task.entity.ts';

export const defaultProviders = [outlineProvider];

export interface TaskRequest {
  /** Enabled ones, in the order they are tried. */
  readonly providers: readonly ProviderRow[];
  /** Whether writing without a model comes last. */
  readonly outline: boolean;
}

/** Nothing is tried after the outline, which never fails. */
export async function findTaskOrder(db: EntityManager, task: ModelTask): Promise<TaskRequest> {
  const set = (await db.findOneBy(TaskEntity, { task }))?.providers ?? defaultProviders;
  const end = set.indexOf(outlineProvider);
  const ids = end === -1 ? set : set.slice(0, end);
  const rows = ids.length > 0 ? await db.findBy(ProviderEntity, { id: In(ids) }) : [];
  const providers = ids.flatMap((id) => rows.find((row) => row.id === id && row.settings.enabled) ?? []);
  return { providers, outline: end !== -1 };
}
