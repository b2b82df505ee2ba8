import { newId } from '@lyceum/common/database';
import { defaultCourseSettings, defaultSpaceSettings } from '@lyceum/contracts/chatbot/tutor-settings';
import { asUser } from '@lyceum/testing/actors';
import { describeAccess } from '@lyceum/testing/describe-access';
import { AlertEntity } from '../src/guarding/alert/alert.entity.ts';
import { raiseAlert } from '../src/guarding/alert/raise-alert.ts';
import { buildConversation } from './build-conversation.ts';
import { buildCourse } from './build-course.ts';
import { buildHintLadder } from './build-hint-ladder.ts';
import { buildLessonAnswer } from './build-message.ts';
import { service } from './chatbot-service.ts';
import { buildPracticeQuestion, buildPracticeQuiz } from './practice-factories.ts';

describeAccess(service, {
  rows: async () => {
    const owner = asUser();
    // Its owner also teaches the course, and so is all who may call.
    const { courseId, lessons } = await buildCourse(undefined, { teaches: true });
    const [alert] = await service.rows(async (db) => {
      const raised = { personId: newId(), courseId, conversationId: null, phrase: 'суицид' };
      await raiseAlert(db, service.context(), raised);
      return db.findBy(AlertEntity, { courseId });
    });
    const shared = { topic: { at: 'course', courseId }, sharedAt: service.clock.now() } as const;
    const conversation = await buildConversation(owner, shared);
    const { id: messageId } = await buildLessonAnswer(conversation, 'Дефект остаётся в коде.', []);
    const quiz = await buildPracticeQuiz(owner, {
      conversationId: conversation.id,
      courseId,
      lessonId: lessons[0]?.lessonId ?? '',
    });
    const ids = {
      ...{ conversationId: conversation.id, messageId, courseId, passageId: lessons[0]?.passageIds[0] ?? '' },
      ...{ alertId: alert?.id ?? '', slug: 'tutor', quizId: quiz.id },
      ladderId: (await buildHintLadder(owner, conversation.id)).id,
      questionId: (await buildPracticeQuestion(quiz)).id,
    };
    return { owner, ids };
  },
  inputs: () => ({
    'POST /chat/conversations': { body: { topic: { at: 'help' } } },
    'POST /chat/conversations/:conversationId/messages': { body: { text: 'Где дефект?' } },
    'PATCH /chat/conversations/:conversationId': { body: { title: 'Другая' } },
    'PUT /chat/settings': { body: defaultSpaceSettings },
    'PUT /chat/courses/:courseId/settings': { body: defaultCourseSettings },
    'POST /chat/alerts/:alertId/resolve': { body: { note: 'Позвонили' } },
    'POST /chat/conversations/:conversationId/replies': { body: { text: 'Посмотрите на пример.' } },
    'PUT /chat/messages/:messageId/feedback': { body: { rating: 'up' } },
    'POST /chat/conversations/:conversationId/hint-ladders': { body: { task: 'Чем дефект отличается от сбоя?' } },
    'POST /chat/hint-ladders/:ladderId/attempts': { body: { text: 'Дефект сидит в коде' } },
    'POST /chat/hint-ladders/:ladderId/end': { body: { solved: true } },
    'POST /chat/conversations/:conversationId/practice-quizzes': { body: { count: 3, kind: 'gap' } },
    'POST /chat/practice-questions/:questionId/answer': { body: { option: 1 } },
  }),
});
