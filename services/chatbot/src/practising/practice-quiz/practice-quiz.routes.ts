import { type Route, route } from '@lyceum/common/http';
import { findPage } from '@lyceum/common/pagination';
import { tutor } from '@lyceum/contracts/chatbot/conversation';
import * as contract from '@lyceum/contracts/chatbot/practice';
import { findConversation } from '../../conversing/conversation/find-conversation.ts';
import { PracticeQuizEntity } from './practice-quiz.entity.ts';
import { presentPracticeQuiz } from './present-practice-quiz.ts';

export const practiceQuizRoutes: Route[] = [
  route(contract.listPracticeQuizzes, { access: tutor.ask }, async ({ db, ctx, actor, params: { conversationId }, query }) => {
    await findConversation(db, actor, conversationId);
    const quizzes = db.createQueryBuilder(PracticeQuizEntity, 'quiz').where({ conversationId });
    const { rows, nextCursor } = await findPage(quizzes, query, { property: 'createdAt', direction: 'DESC' });
    return { items: rows.map((row) => presentPracticeQuiz(row, ctx.locale)), nextCursor };
  }),
];
