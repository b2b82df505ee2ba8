import type { Database } from '@lyceum/common/database';
import { fail } from '@lyceum/common/errors';
import type { LiveLogs } from '@lyceum/common/live-log';
import { socketRoute } from '@lyceum/common/socket';
import { conversationNotFound, tutor } from '@lyceum/contracts/chatbot/conversation';
import { conversationSocket } from '@lyceum/contracts/chatbot/conversation-live';
import type { StudyGate } from '../../gate/study-gate.ts';
import { announce } from '../announcement/announce.ts';
import { findFollower } from './find-follower.ts';
import { followEvents } from './follow-events.ts';

/** The events of a conversation, and a word that one is typing. */
export const conversationSocketRoute = ({ gate, logs, database }: { gate: StudyGate; logs: LiveLogs; database: Database }) =>
  socketRoute(conversationSocket, { access: tutor.ask }, async (input) => {
    const { ctx, actor, params } = input;
    const follower = await findFollower(gate, input);
    const { author, name, isAdmitted } = follower;
    return {
      events: listEvents(),
      async receive() {
        if (!(await isAdmitted())) throw fail(conversationNotFound);
        await announce(logs, ctx, params.conversationId, { type: 'typing', author, name }, actor.id);
      },
    };

    async function* listEvents() {
      for await (const { data } of followEvents({ logs, database }, follower, input)) yield data;
    }
  });
