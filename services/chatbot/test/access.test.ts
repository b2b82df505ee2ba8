import { asUser } from '@lyceum/testing/actors';
import { describeAccess } from '@lyceum/testing/describe-access';
import { buildConversation } from './build-conversation.ts';
import { buildCourse } from './build-course.ts';
import { buildHintLadder } from './build-hint-ladder.ts';
import { service } from './chatbot-service.ts';
import { buildPracticeQuestion, buildPracticeQuiz } from './practice-factories.ts';

describeAccess(service, {
  rows: async () => {
    const owner = asUser();
    const { courseId, lessons } = await buildCourse();
    const [{ lessonId, passageIds } = { lessonId: '', passageIds: [] }] = lessons;
    const conversationId = (await buildConversation(owner)).id;
    const quiz = await buildPracticeQuiz(owner, { conversationId, courseId, lessonId });
    const ids = {
      ...{ conversationId, passageId: passageIds[0] ?? '', quizId: quiz.id },
      ladderId: (await buildHintLadder(owner, conversationId)).id,
      questionId: (await buildPracticeQuestion(quiz)).id,
    };
    return { owner, ids };
  },
  inputs: () => ({
    'POST /chat/conversations': { body: { topic: { at: 'help' } } },
    'PATCH /chat/conversations/:conversationId': { body: { title: 'Другая' } },
    'POST /chat/conversations/:conversationId/hint-ladders': { body: { task: 'Чем дефект отличается от сбоя?' } },
    'POST /chat/hint-ladders/:ladderId/attempts': { body: { text: 'Дефект сидит в коде' } },
    'POST /chat/hint-ladders/:ladderId/end': { body: { solved: true } },
    'POST /chat/conversations/:conversationId/practice-quizzes': { body: { count: 3, kind: 'gap' } },
    'POST /chat/practice-questions/:questionId/answer': { body: { option: 1 } },
  }),
});
