import { fillPath } from '@lyceum/common/client';
import { listConversations } from '@lyceum/contracts/chatbot/conversation';
import { exportConversation } from '@lyceum/contracts/chatbot/conversation-export';
import { createSocketTicket, followConversation } from '@lyceum/contracts/chatbot/conversation-live';
import { startHintLadder } from '@lyceum/contracts/chatbot/hint-ladder';
import {
  askTutor,
  getMessage,
  getPassage,
  listMessages,
  putFeedback,
  regenerateAnswer,
  stopAnswer,
} from '@lyceum/contracts/chatbot/message';
import { startPracticeQuiz } from '@lyceum/contracts/chatbot/practice';
import { startAttempt, submitAttempt } from '@lyceum/contracts/courses/attempt';
import { openSocket } from '@lyceum/testing/web-socket';
import { createApi } from '../../../src/api.ts';
import { readAnswer } from '../read-answer.ts';
import { canaries, quote } from './canaries.ts';
import { askAndRead } from './guarded-school.ts';
import type { Way } from './ways-to-ask.ts';

/** What was said while the lesson was open, after it was closed. */
export const waysThroughThePast: readonly Way[] = [
  [
    'what was said, by its messages and pages',
    async ({ learner: { api, token }, past }) => {
      for (const { id: messageId } of past.answers)
        expect((await api.call(getMessage, { token, params: { messageId } })).body).toMatchObject({ withheld: true, text: '' });
      for (const conversationId of [past.conversationId, past.lessonConversationId]) {
        const { body } = await api.call(listMessages, { token, params: { conversationId } });
        expect(body.items.filter(({ author }) => author === 'tutor').every(({ withheld }) => withheld)).toBe(true);
      }
    },
  ],
  [
    'what was said, by its event stream',
    async ({ learner, past }) => {
      for (const answer of past.answers)
        expect(await readAnswer(learner, answer)).toMatchObject({ text: '', citations: [], message: { withheld: true } });
    },
  ],
  [
    'what was said, by an export',
    async ({ learner: { api, token }, past }) => {
      for (const conversationId of [past.conversationId, past.lessonConversationId])
        await api.call(exportConversation, { token, params: { conversationId } });
    },
  ],
  [
    'what was said, by a search for the secret',
    async ({ learner: { api, token } }) => {
      for (const q of [canaries.closedAgain, canaries.dated, `${quote} ${canaries.closedAgain}`])
        expect((await api.call(listConversations, { token, query: { q } })).body.items).toEqual([]);
    },
  ],
  [
    'what was said, by follow-ups in the same conversation and its summary',
    async ({ learner, past }) => {
      for (const text of ['Какое кодовое слово раздела записать?', 'Кому показывать кодовое слово раздела?', `${quote}?`])
        expect((await askAndRead(learner, past.conversationId, text)).outcome).toBe('answered');
    },
  ],
  [
    'a summary of all that was said',
    async ({ learner, past }) => {
      const { status } = await askAndRead(learner, past.conversationId, 'Перескажи: какое кодовое слово раздела звучит так?', {
        mode: 'summarise',
      });
      expect(status).toBe('finished');
    },
  ],
  [
    'the last answer written anew, in the conversation about the course',
    async ({ learner, past }) => {
      const { api, token } = learner;
      const { body } = await api.call(listMessages, { token, params: { conversationId: past.conversationId } });
      const messageId = body.items.find(({ author }) => author === 'tutor')?.id ?? '';
      const { body: queued } = await api.call(regenerateAnswer, { token, params: { messageId } });
      expect((await readAnswer(learner, queued)).message.status).toBe('finished');
    },
  ],
  [
    'the conversation about the lesson itself, all it takes',
    async ({ learner: { api, token }, past }) => {
      const params = { conversationId: past.lessonConversationId };
      expect((await api.send(askTutor, { token, params, body: { text: quote } })).status).toBe(403);
      expect((await api.send(startPracticeQuiz, { token, params, body: {} })).status).toBe(403);
      expect((await api.send(startHintLadder, { token, params, body: { task: quote } })).status).toBe(403);
      const messageId = past.answers.at(-1)?.id ?? '';
      expect((await api.send(regenerateAnswer, { token, params: { messageId } })).status).toBe(403);
    },
  ],
  [
    'the citations of what was said',
    async ({ learner: { api, token }, past }) => {
      for (const passageId of new Set(past.answers.flatMap(({ citations }) => citations.map((one) => one.passageId))))
        await api.send(getPassage, { token, params: { passageId } });
    },
  ],
  [
    'feedback on an answer and a stop of it, which show the answer',
    async ({ learner: { api, token }, past }) => {
      for (const { id: messageId } of past.answers) {
        await api.call(putFeedback, { token, params: { messageId }, body: { rating: 'up' } });
        await api.call(stopAnswer, { token, params: { messageId } });
      }
    },
  ],
  [
    'the socket of the conversation, and what happens in it',
    async ({ stack, learner, past }) => {
      const { api, token, entrance } = learner;
      const params = { conversationId: past.conversationId };
      const { body: ticket } = await api.call(createSocketTicket, { token, params });
      const socket = await openSocket(stack.gatewayUrl + ticket.path);
      entrance.add(JSON.stringify(await socket.next()));
      await askAndRead(learner, past.conversationId, 'Какое кодовое слово раздела?');
      for (let event = ''; !event.includes('answer-ended'); entrance.add(event)) event = JSON.stringify(await socket.next());
      await socket.leave();
      const leaving = new AbortController();
      const headers = { authorization: `Bearer ${token}` };
      const response = await api.raw(fillPath(followConversation, params, {}), { headers, signal: leaving.signal });
      await response.body?.getReader().read();
      leaving.abort();
    },
  ],
  [
    'all of the tutor while a quiz of the course is open',
    async ({ stack, learner, lesson, answer, conversationId }) => {
      const { api, token } = learner;
      // What the quiz itself shows is no matter of the tutor.
      const direct = createApi(stack.gatewayUrl);
      const { body: attempt } = await direct.call(startAttempt, { token, params: lesson('question') });
      const params = { conversationId };
      const silent = { status: 409 };
      for (const mode of ['explain', 'summarise', 'socratic', 'translate'] as const)
        expect(await api.send(askTutor, { token, params, body: { text: `Что значит слово из теста?`, mode } })).toMatchObject(
          silent,
        );
      expect(await api.send(regenerateAnswer, { token, params: { messageId: answer.id } })).toMatchObject(silent);
      expect(await api.send(startHintLadder, { token, params, body: { task: 'Вопрос теста' } })).toMatchObject(silent);
      expect(await api.send(startPracticeQuiz, { token, params, body: {} })).toMatchObject(silent);
      await direct.call(submitAttempt, { token, params: { attemptId: attempt.id }, body: { answers: [] } });
    },
  ],
];
