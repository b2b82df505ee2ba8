import { newId } from '@lyceum/common/database';
import { defaultCourseSettings, defaultSpaceSettings } from '@lyceum/contracts/chatbot/tutor-settings';
import { asUser } from '@lyceum/testing/actors';
import { describeAccess } from '@lyceum/testing/describe-access';
import { AlertEntity } from '../src/guarding/alert/alert.entity.ts';
import { raiseAlert } from '../src/guarding/alert/raise-alert.ts';
import { buildConversation } from './build-conversation.ts';
import { buildCourse } from './build-course.ts';
import { service } from './chatbot-service.ts';

describeAccess(service, {
  rows: async () => {
    const owner = asUser();
    const { courseId, lessons } = await buildCourse(undefined, { teaches: true });
    const [alert] = await service.rows(async (db) => {
      const raised = { personId: newId(), courseId, conversationId: null, phrase: 'суицид' };
      await raiseAlert(db, service.context(), raised);
      return db.findBy(AlertEntity, { courseId });
    });
    const ids = {
      ...{ conversationId: (await buildConversation(owner)).id, passageId: lessons[0]?.passageIds[0] ?? '' },
      ...{ courseId, alertId: alert?.id ?? '', slug: 'tutor' },
    };
    return { owner, ids };
  },
  inputs: () => ({
    'POST /chat/conversations': { body: { topic: { at: 'help' } } },
    'PATCH /chat/conversations/:conversationId': { body: { title: 'Другая' } },
    'PUT /chat/settings': { body: defaultSpaceSettings },
    'PUT /chat/courses/:courseId/settings': { body: defaultCourseSettings },
    'POST /chat/alerts/:alertId/resolve': { body: { note: 'Позвонили' } },
  }),
});
