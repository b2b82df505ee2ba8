import { fail, found } from '@lyceum/common/errors';
import { requireVersion, route } from '@lyceum/common/http';
import { findPage } from '@lyceum/common/pagination';
import { courses } from '@lyceum/contracts/courses/course';
import * as contract from '@lyceum/contracts/courses/discussion';
import { discussionHasReplies, discussionNotFound } from '@lyceum/contracts/courses/discussion';
import { authForbidden } from '@lyceum/contracts/shared/common-problems';
import { Not } from 'typeorm';
import { canUpdate } from '../../authoring/course/find-course.ts';
import { renderLearnerText } from '../../learning/lesson-text/render-learner-text.ts';
import { DiscussionEntity } from './discussion.entity.ts';
import { DiscussionReplyEntity } from './discussion-reply.entity.ts';
import { findDiscussion, findOpenLesson, lockDiscussion } from './find-discussion.ts';
import { followDiscussion, unfollowDiscussion } from './follow-discussion.ts';
import { presentDiscussion, presentDiscussions } from './present-discussion.ts';
import { isInStatus, selectDiscussions } from './select-discussions.ts';
import { startDiscussion } from './start-discussion.ts';

export const discussionRoutes = [
  route(contract.startDiscussion, { access: courses.read }, async ({ db, ctx, actor, params, body }) =>
    presentDiscussion(db, actor.id, await startDiscussion(db, ctx, actor, params, body)),
  ),

  route(contract.listDiscussions, { access: courses.read }, async ({ db, ctx, actor, params, query }) => {
    const { courseId, lessonId } = params;
    await findOpenLesson(db, ctx, actor, params);
    const { at, blockId, fromSecond, toSecond, status, own } = query;
    const filter = { courseId, lessonId, ...(at && { at }), ...(blockId && { blockId }), ...(own && { personId: actor.id }) };
    const discussions = db.createQueryBuilder(DiscussionEntity, 'discussion').where(filter);
    if (fromSecond !== undefined) discussions.andWhere('discussion.second >= :fromSecond', { fromSecond });
    if (toSecond !== undefined) discussions.andWhere('discussion.second <= :toSecond', { toSecond });
    if (status) discussions.andWhere(isInStatus('discussion', status));
    const { rows, nextCursor } = await findPage(discussions, query, { property: 'createdAt', direction: 'DESC' });
    return { items: await presentDiscussions(db, actor.id, rows), nextCursor };
  }),

  route(contract.listCourseDiscussions, { access: courses.read }, async ({ db, ctx, actor, params, query }) => {
    const asked = await selectDiscussions(db, ctx, actor, params.courseId, query);
    const { rows, nextCursor } = await findPage(asked, query, { property: 'sortKey', direction: 'ASC' });
    return { items: await presentDiscussions(db, actor.id, rows), nextCursor };
  }),

  route(contract.getDiscussion, { access: courses.read }, async ({ db, ctx, actor, params }) => {
    const { discussion } = await findDiscussion(db, ctx, actor, params.discussionId);
    return presentDiscussion(db, actor.id, discussion);
  }),

  route(contract.updateDiscussion, { access: courses.read }, async ({ db, ctx, actor, params, body: { text }, ifMatch }) => {
    const { discussion } = await findDiscussion(db, ctx, actor, params.discussionId, { lock: true });
    if (discussion.personId !== actor.id) throw fail(authForbidden);
    requireVersion(discussion.version, ifMatch);
    const changes = { text, html: renderLearnerText(text), editedAt: ctx.now(), version: discussion.version + 1 };
    await db.update(DiscussionEntity, { id: discussion.id }, changes);
    return presentDiscussion(db, actor.id, { ...discussion, ...changes });
  }),

  route(contract.deleteDiscussion, { access: courses.read }, async ({ db, ctx, actor, params }) => {
    const { discussion } = await findDiscussion(db, ctx, actor, params.discussionId, { lock: true });
    const { id, courseId, personId } = discussion;
    if (!(await canUpdate(db, actor, courseId))) {
      if (personId !== actor.id) throw fail(authForbidden);
      const ofOthers = { discussionId: id, personId: Not(actor.id) };
      if (await db.existsBy(DiscussionReplyEntity, ofOthers)) throw fail(discussionHasReplies);
    }
    await db.delete(DiscussionEntity, { id });
  }),

  route(contract.followDiscussion, { access: courses.read }, async ({ db, ctx, actor, params }) => {
    const { discussion } = await findDiscussion(db, ctx, actor, params.discussionId, { lock: true });
    await followDiscussion(db, discussion, actor.id);
  }),

  route(contract.unfollowDiscussion, { access: courses.read }, async ({ db, actor, params }) => {
    const discussion = found(await lockDiscussion(db, params.discussionId), discussionNotFound);
    await unfollowDiscussion(db, discussion, actor.id);
  }),
];
