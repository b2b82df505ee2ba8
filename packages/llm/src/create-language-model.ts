import type { ProviderSettings } from '@lyceum/contracts/models/provider';
import { createGigachat } from './gigachat/gigachat.ts';
import type { LanguageModel } from './language-model.ts';
import { createOpenAiCompatible } from './openai-compatible/openai-compatible.ts';
import type { AdapterDeps } from './transport.ts';

/** The model of a provider, with connections of its own until it is closed. The key appears in no message and no error. */
export function createLanguageModel(
  settings: ProviderSettings,
  key: string,
  surroundings: AdapterDeps,
): LanguageModel & { close(): Promise<void> } {
  switch (settings.kind) {
    case 'gigachat':
      return createGigachat(settings, key, surroundings);
    case 'openai-compatible':
      return createOpenAiCompatible(settings, key, surroundings);
  }
}
