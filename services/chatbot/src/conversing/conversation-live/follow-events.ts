import type { Actor, Context } from '@lyceum/common/context';
import type { Database } from '@lyceum/common/database';
import type { StreamedEvent } from '@lyceum/common/http';
import type { LiveLogs } from '@lyceum/common/live-log';
import type { ConversationEvent } from '@lyceum/contracts/chatbot/conversation-live';
import { recordAudit } from '../../guarding/audit/record-audit.ts';
import { announce, readAnnouncement, toLogKey } from '../announcement/announce.ts';
import type { Follower } from './find-follower.ts';

/** Every entry of a log is after it. */
const beginning = '0-0';

interface Following {
  readonly ctx: Context;
  readonly actor: Actor;
  readonly params: { readonly conversationId: string };
  readonly signal: AbortSignal;
  /** The last event a client has that comes back. */
  readonly lastEventId?: string | undefined;
}

/** What others do in a conversation, from now on or after the last event a client has. A teacher is announced while they follow. */
export async function* followEvents(
  { logs, database }: { readonly logs: LiveLogs; readonly database: Pick<Database, 'transact'> },
  { author, name, courseId, isAdmitted }: Follower,
  { ctx, actor, params: { conversationId }, signal, lastEventId }: Following,
): AsyncGenerator<StreamedEvent<ConversationEvent>> {
  const key = toLogKey(ctx.space, conversationId);
  const entries = await logs.read(key);
  const last = entries.find(({ id }) => id === lastEventId);
  const after = last?.id ?? entries.at(-1)?.id ?? beginning;
  const say = (type: 'joined' | 'left') =>
    author === 'teacher' ? announce(logs, ctx, conversationId, { type, name }, actor.id) : undefined;
  const noted = { personId: actor.id, action: 'teacher-joined', courseId, conversationId } as const;
  if (author === 'teacher') await database.transact(ctx, (db) => recordAudit(db, ctx, noted));
  await say('joined');
  try {
    if (!last) yield { id: after, data: { type: 'ready' } };
    for await (const entry of logs.follow(key, { after, signal })) {
      const { event, from } = readAnnouncement(entry);
      if (from === actor.id) continue;
      if (!(await isAdmitted())) {
        yield { id: entry.id, data: { type: 'closed' } };
        return;
      }
      // It is so for others.
      if (event.type !== 'closed') yield { id: entry.id, data: event };
    }
  } finally {
    await say('left');
  }
}
