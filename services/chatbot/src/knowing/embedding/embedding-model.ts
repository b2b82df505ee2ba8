import type { Context } from '@lyceum/common/context';
import type { Role } from '@lyceum/contracts/shared/roles';
import type { Models, TaskModels } from '@lyceum/llm/task-models';

export interface EmbeddingModel {
  /** `<provider>/<model>`. */
  readonly name: string;
  readonly embed: TaskModels['embed'];
}

type Asker = Pick<Context, 'space' | 'locale' | 'requestId'>;

/**
 * The model that makes vectors in a space, paid for by this person; null when none is set. Vectors of two models cannot be compared,
 * so that only the first of several is named.
 */
export async function findEmbeddingModel(
  models: Models,
  { space, locale, requestId }: Asker,
  { id: userId, roles }: { readonly id: string; readonly roles: readonly Role[] },
): Promise<EmbeddingModel | null> {
  const task = models.forCaller({ task: 'tutor-embedding', space, userId, roles, locale, requestId });
  const [name] = (await task.getOrder()).names;
  return name === undefined ? null : { name, embed: task.embed };
}
