import { defineFeature } from '@lyceum/common/service';
import { answerPending } from '@lyceum/contracts/chatbot/message';
import type { Guard } from '../../guarding/guard/create-guard.ts';
import { answerRoutes } from './answer.routes.ts';
import type { ReaderNeeds } from './read-answer.ts';

export const answerFeature = defineFeature({
  constraints: { messages_pending: answerPending },
  mount: (needs: ReaderNeeds & { readonly guard: Guard }) => ({ routes: answerRoutes(needs) }),
});
