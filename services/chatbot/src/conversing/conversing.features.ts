import { conversationFeature } from './conversation/conversation.feature.ts';
import { messageFeature } from './message/message.feature.ts';

export const conversingFeatures = [conversationFeature, messageFeature];
