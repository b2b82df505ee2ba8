import { createWorkThread } from '@lyceum/common/work-thread';
import type { ServiceWorks } from './works.ts';

/** The thread of the slow functions of this service. */
export function createShared() {
  const thread = createWorkThread<ServiceWorks>(new URL('./works.worker.ts', import.meta.url));
  return {
    importQuestions: thread.work('importQuestions'),
    exportQuestions: thread.work('exportQuestions'),
    stop: () => thread.stop(),
  };
}
