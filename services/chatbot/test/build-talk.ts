import { randomUUID } from 'node:crypto';
import { buildConversation } from './build-conversation.ts';
import { buildCourse } from './build-course.ts';

/** A conversation of a learner in a lesson with these passages, and ways to close the lesson and to begin a quiz of its course. */
export async function buildTalk({ space = 'main', texts }: { space?: string; texts?: readonly string[] } = {}) {
  const { courseId, lessons, learner, study } = await buildCourse(texts && [{ passages: texts }], { space });
  const lessonId = lessons[0]?.lessonId ?? '';
  const conversation = await buildConversation(learner, { topic: { at: 'lesson', courseId, lessonId } });
  return {
    ...{ learner, conversation, study, where: { conversationId: conversation.id, courseId, lessonId } },
    closeLesson() {
      const lock = { code: 'opens-later' as const, message: 'Урок откроется позже', at: '2026-11-21T10:00:00.000Z' };
      study.lessons = study.lessons.map((lesson) => ({ ...lesson, versionId: null, lock }));
    },
    beginQuiz() {
      study.attempt = { lessonId: randomUUID(), title: 'Тест', deadlineAt: null };
    },
  };
}

export type Talk = Awaited<ReturnType<typeof buildTalk>>;
