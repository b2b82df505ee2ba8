import { announcementFeature } from './announcement/announcement.feature.ts';
import { conversationFeature } from './conversation/conversation.feature.ts';
import { conversationDeletionFeature } from './conversation-deletion/conversation-deletion.feature.ts';
import { conversationExportFeature } from './conversation-export/conversation-export.feature.ts';
import { conversationListFeature } from './conversation-list/conversation-list.feature.ts';
import { conversationLiveFeature } from './conversation-live/conversation-live.feature.ts';
import { messageFeature } from './message/message.feature.ts';
import { personFeature } from './person/person.feature.ts';
import { sharedConversationFeature } from './shared-conversation/shared-conversation.feature.ts';

export const conversingFeatures = [
  personFeature,
  conversationFeature,
  conversationListFeature,
  conversationExportFeature,
  conversationDeletionFeature,
  messageFeature,
  sharedConversationFeature,
  announcementFeature,
  conversationLiveFeature,
];
