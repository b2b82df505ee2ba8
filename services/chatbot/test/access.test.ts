import { asUser } from '@lyceum/testing/actors';
import { describeAccess } from '@lyceum/testing/describe-access';
import { buildConversation } from './build-conversation.ts';
import { buildCourse } from './build-course.ts';
import { buildLessonAnswer } from './build-message.ts';
import { service } from './chatbot-service.ts';

describeAccess(service, {
  rows: async () => {
    const owner = asUser();
    // Its owner also teaches the course, and so is all who may call.
    const { courseId, lessons } = await buildCourse(undefined, { teaches: true });
    const shared = { topic: { at: 'course', courseId }, sharedAt: service.clock.now() } as const;
    const conversation = await buildConversation(owner, shared);
    const { id: messageId } = await buildLessonAnswer(conversation, 'Дефект остаётся в коде.', []);
    return { owner, ids: { conversationId: conversation.id, messageId, courseId, passageId: lessons[0]?.passageIds[0] ?? '' } };
  },
  inputs: () => ({
    'POST /chat/conversations': { body: { topic: { at: 'help' } } },
    'PATCH /chat/conversations/:conversationId': { body: { title: 'Другая' } },
    'POST /chat/conversations/:conversationId/replies': { body: { text: 'Посмотрите на пример.' } },
    'PUT /chat/messages/:messageId/feedback': { body: { rating: 'up' } },
  }),
});
