import { randomUUID } from 'node:crypto';
import { listPracticeQuizzes } from '@lyceum/contracts/chatbot/practice';
import type { TestActor } from '@lyceum/testing/actors';
import { buildTalk } from '../../../test/build-talk.ts';
import { service } from '../../../test/chatbot-service.ts';
import { buildPracticeQuiz } from '../../../test/practice-factories.ts';

afterAll(() => service.clock.reset());

const list = (as: TestActor, conversationId: string) => service.call(listPracticeQuizzes, { as, params: { conversationId } });

describe('GET /chat/conversations/:conversationId/practice-quizzes', () => {
  it('lists results to their owner, the newest first', async () => {
    service.clock.set(new Date('2026-11-20T10:00:00.000Z'));
    const { learner, where } = await buildTalk();
    const older = await buildPracticeQuiz(learner, where);
    service.clock.set(new Date('2026-11-20T11:00:00.000Z'));
    const newer = await buildPracticeQuiz(learner, where);
    const { status, body } = await list(learner, where.conversationId);
    expect([status, body.items.map(({ id }: { id: string }) => id)]).toEqual([200, [newer.id, older.id]]);
    expect((await list(learner, randomUUID())).body.code).toBe('conversation.not_found');
  });
});
