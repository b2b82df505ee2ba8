import { asUser } from '@lyceum/testing/actors';
import { describeAccess } from '@lyceum/testing/describe-access';
import { buildConversation } from './build-conversation.ts';
import { buildCourse } from './build-course.ts';
import { service } from './chatbot-service.ts';

describeAccess(service, {
  rows: async () => {
    const owner = asUser();
    const { lessons } = await buildCourse();
    const ids = {
      conversationId: (await buildConversation(owner)).id,
      passageId: lessons[0]?.passageIds[0] ?? '',
      slug: 'tutor',
    };
    return { owner, ids };
  },
  inputs: () => ({
    'POST /chat/conversations': { body: { topic: { at: 'help' } } },
    'PATCH /chat/conversations/:conversationId': { body: { title: 'Другая' } },
  }),
});
