import type { Environment } from '@lyceum/common/config';

/** The variables of this process. */
export function processEnvironment(): Environment {
  return process.env;
}

export interface EmbeddingProvider {
  readonly url: string;
  readonly model: string;
  readonly key: string;
}

/** What makes vectors, OpenAI-compatible; null when none is named. */
export function findEmbeddingProvider(environment: Environment): EmbeddingProvider | null {
  const { TUTOR_EMBEDDING_URL: url, TUTOR_EMBEDDING_MODEL: model, TUTOR_EMBEDDING_KEY: key = '' } = environment;
  return url && model ? { url, model, key } : null;
}
