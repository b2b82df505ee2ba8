import { asUser } from '@lyceum/testing/actors';
import { describeAccess } from '@lyceum/testing/describe-access';
import { buildAnswer } from './build-answer.ts';
import { buildConversation } from './build-conversation.ts';
import { buildCourse } from './build-course.ts';
import { service } from './chatbot-service.ts';

describeAccess(service, {
  rows: async () => {
    const owner = asUser();
    const { lessons } = await buildCourse();
    const conversation = await buildConversation(owner);
    const ids = { conversationId: conversation.id, passageId: lessons[0]?.passageIds[0] ?? '' };
    return { owner, ids: { ...ids, messageId: (await buildAnswer(conversation)).id } };
  },
  inputs: () => ({
    'POST /chat/conversations': { body: { topic: { at: 'help' } } },
    'POST /chat/conversations/:conversationId/messages': { body: { text: 'Где дефект?' } },
    'PATCH /chat/conversations/:conversationId': { body: { title: 'Другая' } },
  }),
});
