import { spaceColumn } from '@lyceum/common/database';
import type { ModelTask, TaskProviders } from '@lyceum/contracts/models/model-task';
import { EntitySchema } from 'typeorm';

/** A task without a row is done as `defaultProviders` say. */
export interface TaskRow {
  id: string;
  task: ModelTask;
  providers: TaskProviders['providers'];
  version: number;
}

export const TaskEntity = new EntitySchema<TaskRow>({
  name: 'model_task',
  tableName: 'model_tasks',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    task: { type: 'text' },
    providers: { type: 'jsonb' },
    version: { type: 'integer' },
  },
  uniques: [{ name: 'model_tasks_task', columns: ['spaceId', 'task'] }],
});
