import {
  type Discussion,
  deleteDiscussion,
  followDiscussion,
  getDiscussion,
  listDiscussions,
  reopenDiscussion,
  startDiscussion,
  updateDiscussion,
} from '@lyceum/contracts/courses/discussion';
import {
  acceptReply,
  createReply,
  type DiscussionReply,
  deleteReply,
  listReplies,
  updateReply,
} from '@lyceum/contracts/courses/discussion-reply';
import type { TestActor } from '@lyceum/testing/actors';
import type { z } from 'zod';
import { service } from './courses-service.ts';
import { buildEnrolment, buildPublishedCourse, text, video } from './factories.ts';

type Question = Partial<z.input<typeof startDiscussion.body>>;

interface LessonParams {
  readonly courseId: string;
  readonly lessonId: string;
}

export const tryAsk = (as: TestActor, params: LessonParams, question: Question = {}) =>
  service.call(startDiscussion, { as, params, body: { place: { at: 'lesson' }, text: 'Почему так?', ...question } });

async function succeed<Body>(request: Promise<{ status: number; body: Body }>): Promise<Body> {
  const { status, body } = await request;
  if (status >= 300) throw new Error(`${status}: ${JSON.stringify(body)}`);
  return body;
}

/** A question at a lesson as a whole unless one says otherwise. */
export const buildDiscussion = (as: TestActor, params: LessonParams, question?: Question): Promise<Discussion> =>
  succeed(tryAsk(as, params, question));

export const tryReply = (as: TestActor, discussionId: string, words = 'Потому что так.') =>
  service.call(createReply, { as, params: { discussionId }, body: { text: words } });

export const buildReply = (as: TestActor, discussionId: string, words?: string): Promise<DiscussionReply> =>
  succeed(tryReply(as, discussionId, words));

export const list = (as: TestActor, params: LessonParams, query: z.input<typeof listDiscussions.query> = {}) =>
  service.call(listDiscussions, { as, params, query });

export const read = (as: TestActor, discussionId: string) => service.call(getDiscussion, { as, params: { discussionId } });

export const edit = (as: TestActor, discussionId: string, words = 'Иначе.', headers: Record<string, string> = {}) =>
  service.call(updateDiscussion, { as, params: { discussionId }, body: { text: words }, headers });

export const remove = (as: TestActor, discussionId: string) => service.call(deleteDiscussion, { as, params: { discussionId } });

export const reopen = (as: TestActor, discussionId: string) => service.call(reopenDiscussion, { as, params: { discussionId } });

export const follow = (as: TestActor, discussionId: string) => service.call(followDiscussion, { as, params: { discussionId } });

export const readReplies = (as: TestActor, discussionId: string, query: z.input<typeof listReplies.query> = {}) =>
  service.call(listReplies, { as, params: { discussionId }, query });

export const editReply = (as: TestActor, replyId: string, words = 'Иначе.', headers: Record<string, string> = {}) =>
  service.call(updateReply, { as, params: { replyId }, body: { text: words }, headers });

export const removeReply = (as: TestActor, replyId: string) => service.call(deleteReply, { as, params: { replyId } });

export const accept = (as: TestActor, replyId: string) => service.call(acceptReply, { as, params: { replyId } });

/** What an answer says, in short. */
export const toCode = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code];

/** A published course of a text and a video, with two learners, the lessons of which are open in any order unless one says otherwise. */
export async function buildTalk({ sequential = false }: { sequential?: boolean } = {}) {
  const lessons = [
    { title: 'Типы', content: text() },
    { title: 'Обобщения', content: video(100) },
  ];
  const { author, courseId, moduleId, lessons: ids } = await buildPublishedCourse({ sequential, lessons });
  const [textId = '', videoId = ''] = ids;
  const { learner: asker } = await buildEnrolment(courseId);
  const { learner: other } = await buildEnrolment(courseId);
  return {
    author,
    courseId,
    moduleId,
    asker,
    other,
    inText: { courseId, lessonId: textId },
    inVideo: { courseId, lessonId: videoId },
  };
}
