import type { Actor, Context } from '@lyceum/common/context';
import { fail } from '@lyceum/common/errors';
import type { OwnTransactions } from '@lyceum/common/http';
import { conversationNotFound } from '@lyceum/contracts/chatbot/conversation';
import { type StudyGate, toPerson } from '../../gate/study-gate.ts';
import { ConversationEntity } from '../conversation/conversation.entity.ts';
import { findPersonNames } from '../person/find-person-names.ts';
import { listTaughtLessons } from '../shared-conversation/find-shared.ts';

export interface Follower {
  readonly author: 'learner' | 'teacher';
  /** Of a teacher, for the learner; null of the learner. */
  readonly name: string | null;
  readonly courseId: string | null;
  /** Whether they still may: asked before each event. */
  isAdmitted(): Promise<boolean>;
}

interface Asking extends Pick<OwnTransactions, 'read'> {
  readonly ctx: Context;
  readonly actor: Actor;
  readonly params: { readonly conversationId: string };
}

/** Courses are asked again whether the person teaches, at most this often. */
const recheckMs = 30_000;

/** The learner of a conversation or, while it is shared, one who teaches its course. Fails with `conversation.not_found`. */
export async function findFollower(gate: StudyGate, { read, ctx, actor, params }: Asking): Promise<Follower> {
  const find = () => read((db) => db.findOneBy(ConversationEntity, { id: params.conversationId }));
  const conversation = await find();
  if (!conversation) throw fail(conversationNotFound);
  const { courseId } = conversation;
  if (conversation.personId === actor.id)
    return { author: 'learner', name: null, courseId, isAdmitted: async () => (await find()) !== null };

  const teaches = async () => (await listTaughtLessons(gate, toPerson(ctx, actor), conversation)) !== undefined;
  const isShared = conversation.sharedAt !== null;
  if (!isShared || !(await teaches())) throw fail(conversationNotFound);
  let checkedAt = ctx.now().getTime();
  return {
    author: 'teacher',
    courseId,
    name: (await read((db) => findPersonNames(db, [actor.id]))).get(actor.id) ?? null,
    async isAdmitted() {
      const current = await find();
      if (!current || current.sharedAt === null) return false;
      const now = ctx.now().getTime();
      if (now - checkedAt < recheckMs) return true;
      checkedAt = now;
      return teaches();
    },
  };
}
