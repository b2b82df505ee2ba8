import type { ProviderSettings } from '@lyceum/contracts/models/provider';
import type { LanguageModel } from '@lyceum/llm/language-model';
import { ModelFailure } from '@lyceum/llm/model-failure';
import { decryptKey } from './encrypt-key.ts';
import type { ProviderRow } from './provider.entity.ts';

interface ClosableModel extends LanguageModel {
  close(): Promise<void>;
}

interface Lease {
  readonly model: LanguageModel;
  release(): void;
}

export interface ClientPool {
  /** The model of this version of the provider; not closed before it is released. Throws `unauthorized` when the key cannot be opened. */
  lease(provider: ProviderRow): Lease;
  close(): Promise<void>;
}

interface Entry {
  readonly model: ClosableModel;
  readonly version: number;
  users: number;
}

/** One model a provider, so that its connections and its access token last. */
export function createClientPool(secret: string, create: (settings: ProviderSettings, key: string) => ClosableModel): ClientPool {
  const entries = new Map<string, Entry>();
  const closing = new Set<Promise<void>>();

  function close({ model }: Entry): void {
    const closed = model.close().finally(() => closing.delete(closed));
    closing.add(closed);
  }

  function open(provider: ProviderRow): Entry {
    const { id, version, settings } = provider;
    const model = create(settings, readKey(provider, secret));
    const replaced = entries.get(id);
    if (replaced?.users === 0) close(replaced);
    const entry = { model, version, users: 0 };
    entries.set(id, entry);
    return entry;
  }

  return {
    lease(provider) {
      const known = entries.get(provider.id);
      const entry = known?.version === provider.version ? known : open(provider);
      entry.users += 1;
      return {
        model: entry.model,
        release() {
          entry.users -= 1;
          if (entry.users === 0 && entries.get(provider.id) !== entry) close(entry);
        },
      };
    },
    async close() {
      for (const entry of entries.values()) close(entry);
      entries.clear();
      await Promise.all(closing);
    },
  };
}

function readKey({ id, settings, sealedKey }: ProviderRow, secret: string): string {
  if (sealedKey === null) return '';
  try {
    return decryptKey(sealedKey, id, secret);
  } catch (cause) {
    const message = 'the key was stored under another KEY_ENCRYPTION_SECRET: enter it again';
    throw new ModelFailure('unauthorized', { model: `${settings.name}/${settings.model}`, message, cause });
  }
}
