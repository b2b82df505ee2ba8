import { defineFeature } from '@lyceum/common/service';
import type { StudyGate } from '../../gate/study-gate.ts';
import { SearchMessages1796072240997 } from '../../migrations/1796072240997-search-messages.ts';
import { MessageEntity } from './message.entity.ts';
import { messageRoutes } from './message.routes.ts';

export const messageFeature = defineFeature({
  entities: [MessageEntity],
  migrations: [SearchMessages1796072240997],
  mount: ({ gate }: { gate: StudyGate }) => ({ routes: messageRoutes(gate) }),
});
