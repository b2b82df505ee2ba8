import { defineFeature } from '@lyceum/common/service';
import { answerPending } from '@lyceum/contracts/chatbot/message';

export const answerFeature = defineFeature({ constraints: { messages_pending: answerPending } });
