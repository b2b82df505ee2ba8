import { fail } from '@lyceum/common/errors';
import { requireVersion, route } from '@lyceum/common/http';
import { findPage } from '@lyceum/common/pagination';
import { courses } from '@lyceum/contracts/courses/course';
import { reopenDiscussion } from '@lyceum/contracts/courses/discussion';
import * as contract from '@lyceum/contracts/courses/discussion-reply';
import { discussionAnswered } from '@lyceum/contracts/courses/discussion-reply';
import { authForbidden } from '@lyceum/contracts/shared/common-problems';
import { canUpdate } from '../../authoring/course/find-course.ts';
import { DiscussionEntity } from '../discussion/discussion.entity.ts';
import { DiscussionReplyEntity } from '../discussion/discussion-reply.entity.ts';
import { findDiscussion } from '../discussion/find-discussion.ts';
import { presentDiscussion } from '../discussion/present-discussion.ts';
import { addReply } from './add-reply.ts';
import { lockReply } from './lock-reply.ts';
import { presentReplies, presentReply } from './present-reply.ts';
import { requireChooser, setAnswer } from './set-answer.ts';
import { writeReply } from './write-reply.ts';

export const discussionReplyRoutes = [
  route(contract.createReply, { access: courses.read }, async ({ db, ctx, actor, params, body }) => {
    const { discussion, reply } = await addReply(db, ctx, actor, params.discussionId, body.text);
    return presentReply(db, discussion, reply);
  }),

  route(contract.listReplies, { access: courses.read }, async ({ db, ctx, actor, params, query }) => {
    const { discussion } = await findDiscussion(db, ctx, actor, params.discussionId);
    const replies = db.createQueryBuilder(DiscussionReplyEntity, 'reply').where({ discussionId: discussion.id });
    const { rows, nextCursor } = await findPage(replies, query, { property: 'number', direction: 'ASC' });
    return { items: await presentReplies(db, discussion, rows), nextCursor };
  }),

  route(contract.updateReply, { access: courses.read }, async ({ db, ctx, actor, params, body, ifMatch }) => {
    const { discussion, reply } = await lockReply(db, ctx, actor, params.replyId);
    if (reply.personId !== actor.id) throw fail(authForbidden);
    requireVersion(reply.version, ifMatch);
    const changes = { ...writeReply(body.text), editedAt: ctx.now(), version: reply.version + 1 };
    await db.update(DiscussionReplyEntity, { id: reply.id }, changes);
    return presentReply(db, discussion, { ...reply, ...changes });
  }),

  route(contract.deleteReply, { access: courses.read }, async ({ db, ctx, actor, params }) => {
    const { discussion, reply } = await lockReply(db, ctx, actor, params.replyId);
    if (reply.personId !== actor.id && !(await canUpdate(db, actor, discussion.courseId))) throw fail(authForbidden);
    await db.delete(DiscussionReplyEntity, { id: reply.id });
    await db.decrement(DiscussionEntity, { id: discussion.id }, 'replies', 1);
    if (discussion.answerId === reply.id) await setAnswer(db, discussion, null);
  }),

  route(contract.acceptReply, { access: courses.read }, async ({ db, ctx, actor, params }) => {
    const { discussion, reply } = await lockReply(db, ctx, actor, params.replyId);
    await requireChooser(db, actor, discussion);
    if (discussion.answerId !== null && discussion.answerId !== reply.id) throw fail(discussionAnswered);
    return presentReply(db, await setAnswer(db, discussion, reply), reply);
  }),

  route(reopenDiscussion, { access: courses.read }, async ({ db, ctx, actor, params }) => {
    const { discussion } = await findDiscussion(db, ctx, actor, params.discussionId, { lock: true });
    await requireChooser(db, actor, discussion);
    return presentDiscussion(db, actor.id, await setAnswer(db, discussion, null));
  }),
];
