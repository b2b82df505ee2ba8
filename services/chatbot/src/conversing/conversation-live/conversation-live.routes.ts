import type { Database } from '@lyceum/common/database';
import { type Route, routeWithOwnTransactions, streamRoute } from '@lyceum/common/http';
import type { LiveLogs } from '@lyceum/common/live-log';
import type { SocketTickets } from '@lyceum/common/socket-tickets';
import { tutor } from '@lyceum/contracts/chatbot/conversation';
import { conversationSocket, createSocketTicket, followConversation } from '@lyceum/contracts/chatbot/conversation-live';
import type { StudyGate } from '../../gate/study-gate.ts';
import { findFollower } from './find-follower.ts';
import { followEvents } from './follow-events.ts';

interface Needs {
  readonly gate: StudyGate;
  readonly logs: LiveLogs;
  readonly tickets: SocketTickets;
  readonly database: Database;
}

export const conversationLiveRoutes = ({ gate, logs, tickets, database }: Needs): Route[] => [
  streamRoute(followConversation, { access: tutor.ask }, async function* (input) {
    yield* followEvents({ logs, database }, await findFollower(gate, input), input);
  }),

  routeWithOwnTransactions(createSocketTicket, { access: tutor.ask }, async (input) => {
    await findFollower(gate, input);
    return tickets.issue(conversationSocket, input.params, input.actor, input.ctx);
  }),
];
