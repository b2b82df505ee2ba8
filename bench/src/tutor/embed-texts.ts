import { systemClock } from '@lyceum/common/context';
import { createLogger } from '@lyceum/common/log';
import { providerSettings } from '@lyceum/contracts/models/provider';
import { parseProviderHosts } from '@lyceum/llm/addresses/provider-hosts';
import { createLanguageModel } from '@lyceum/llm/create-language-model';
import type { EmbeddingProvider } from '../config.ts';

const batchSize = 32;
const batchTimeoutMs = 120_000;

export interface Embedder {
  /** One vector per text, in their order. */
  embed(texts: readonly string[]): Promise<number[][]>;
  close(): Promise<void>;
}

/** Through the client of the platform; the provider may be on this machine. */
export function createEmbedder({ url, model, key }: EmbeddingProvider): Embedder {
  const settings = { kind: 'openai-compatible', name: 'bench', baseUrl: url, model, embeddingModel: model };
  const hosts = parseProviderHosts(new URL(url).host);
  const log = createLogger('bench', 'fatal');
  const client = createLanguageModel(providerSettings.parse(settings), key, { clock: systemClock, log, hosts });
  return {
    async embed(texts) {
      const found: number[][] = [];
      for (let first = 0; first < texts.length; first += batchSize) {
        const batch = texts.slice(first, first + batchSize);
        const { vectors } = await client.embed(batch, { signal: AbortSignal.timeout(batchTimeoutMs) });
        found.push(...vectors);
      }
      return found;
    },
    close: () => client.close(),
  };
}
