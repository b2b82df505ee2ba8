import type { Database } from '@lyceum/common/database';
import type { LiveLogs } from '@lyceum/common/live-log';
import { defineFeature } from '@lyceum/common/service';
import type { SocketTickets } from '@lyceum/common/socket-tickets';
import type { StudyGate } from '../../gate/study-gate.ts';
import { conversationLiveRoutes } from './conversation-live.routes.ts';
import { conversationSocketRoute } from './conversation-socket.ts';

export const conversationLiveFeature = defineFeature({
  mount: (needs: { gate: StudyGate; logs: LiveLogs; tickets: SocketTickets; database: Database }) => ({
    routes: conversationLiveRoutes(needs),
    sockets: [conversationSocketRoute(needs)],
  }),
});
