import type { Kit } from '@lyceum/common/service';
import { createStorage } from '@lyceum/common/storage';
import { createWorkThread } from '@lyceum/common/work-thread';
import type { coursesConfig } from './config.ts';
import { createStoreClient } from './reporting/record-store/store-client.ts';
import type { ServiceWorks } from './works.ts';

/** The object store, the connections to record stores, and the thread of the slow functions of this service. */
export async function createShared({ config }: Kit<typeof coursesConfig>) {
  const storage = await createStorage(config);
  const thread = createWorkThread<ServiceWorks>(new URL('./works.worker.ts', import.meta.url));
  const storeClient = createStoreClient(config.RECORD_STORE_HOSTS);
  return {
    storage,
    storeClient,
    importQuestions: thread.work('importQuestions'),
    exportQuestions: thread.work('exportQuestions'),
    signBadge: thread.work('signBadge'),
    writeTable: thread.work('writeTable'),
    printCertificate: thread.work('printCertificate'),
    planPackage: thread.work('planPackage'),
    readPackage: thread.work('readPackage'),
    writePackage: thread.work('writePackage'),
    async stop() {
      await thread.stop();
      await storeClient.stop();
      storage.stop();
    },
  };
}
