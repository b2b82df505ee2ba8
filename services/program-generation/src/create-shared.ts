import type { Kit } from '@lyceum/common/service';
import { createStorage } from '@lyceum/common/storage';
import { createWorkThread } from '@lyceum/common/work-thread';
import { createRemoteModels } from '@lyceum/llm/remote-models';
import type { programGenerationConfig } from './config.ts';
import { loadPrompts } from './prompts/load-prompts.ts';
import type { ServiceWorks } from './works.ts';

/** What several features of this service take, and the thread of its slow functions. */
export async function createShared({ config, services }: Kit<typeof programGenerationConfig>) {
  const storage = await createStorage(config);
  const thread = createWorkThread<ServiceWorks>(new URL('./works.worker.ts', import.meta.url));
  return {
    models: createRemoteModels(services),
    prompts: loadPrompts(),
    storage,
    renderer: { render: thread.work('render') },
    isLogo: thread.work('isLogo'),
    diffDocuments: thread.work('diffDocuments'),
    showProposal: thread.work('showProposal'),
    async stop() {
      await thread.stop();
      storage.stop();
    },
  };
}
