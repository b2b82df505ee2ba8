import { fillPath } from '@lyceum/common/client';
import { getConfusion } from '@lyceum/contracts/chatbot/confusion';
import {
  deleteConversation,
  getConversation,
  listConversations,
  renameConversation,
} from '@lyceum/contracts/chatbot/conversation';
import { exportConversation } from '@lyceum/contracts/chatbot/conversation-export';
import { createSocketTicket, followConversation } from '@lyceum/contracts/chatbot/conversation-live';
import { listHintLadders, startHintLadder } from '@lyceum/contracts/chatbot/hint-ladder';
import {
  askTutor,
  getMessage,
  getPassage,
  listMessages,
  putFeedback,
  regenerateAnswer,
  stopAnswer,
  streamAnswer,
} from '@lyceum/contracts/chatbot/message';
import { listPracticeQuizzes, startPracticeQuiz } from '@lyceum/contracts/chatbot/practice';
import * as sharing from '@lyceum/contracts/chatbot/shared-conversation';
import { getCourseTutorSettings } from '@lyceum/contracts/chatbot/tutor-settings';
import { canaries, quote } from './canaries.ts';
import type { Way } from './ways-to-ask.ts';

/** What a teacher of another course tries to read of a learner's. */
export const waysOfAnother: readonly Way[] = [
  [
    'the answer of somebody else',
    async ({ otherTeacher: { api, token }, answer }) => {
      expect((await api.send(getMessage, { token, params: { messageId: answer.id } })).status).toBe(404);
    },
  ],
  [
    'the event stream of somebody else’s answer, from any event on',
    async ({ otherTeacher: { api, token }, answer }) => {
      for (const lastEventId of ['', '0-0', 'end-1']) {
        const headers = { authorization: `Bearer ${token}`, ...(lastEventId && { 'last-event-id': lastEventId }) };
        expect((await api.raw(fillPath(streamAnswer, { messageId: answer.id }, {}), { headers })).status).toBe(404);
      }
    },
  ],
  [
    'a stop, a new writing and feedback of somebody else’s answer',
    async ({ otherTeacher: { api, token }, answer }) => {
      const params = { messageId: answer.id };
      for (const endpoint of [stopAnswer, regenerateAnswer])
        expect((await api.send(endpoint, { token, params })).status).toBe(404);
      expect((await api.send(putFeedback, { token, params, body: { rating: 'up' } })).status).toBe(404);
    },
  ],
  [
    'the conversation of somebody else: read, pages, export, title and end',
    async ({ otherTeacher: { api, token }, conversationId }) => {
      const params = { conversationId };
      for (const endpoint of [getConversation, listMessages, exportConversation])
        expect((await api.send(endpoint, { token, params })).status).toBe(404);
      const headers = { 'if-match': '*' };
      expect((await api.send(renameConversation, { token, params, headers, body: { title: 'Моё' } })).status).toBe(404);
      expect((await api.send(deleteConversation, { token, params, headers })).status).toBe(404);
    },
  ],
  [
    'a question, hints and practice in the conversation of somebody else',
    async ({ otherTeacher: { api, token }, conversationId }) => {
      const params = { conversationId };
      expect((await api.send(askTutor, { token, params, body: { text: quote } })).status).toBe(404);
      expect((await api.send(startHintLadder, { token, params, body: { task: quote } })).status).toBe(404);
      expect((await api.send(startPracticeQuiz, { token, params, body: {} })).status).toBe(404);
      for (const endpoint of [listHintLadders, listPracticeQuizzes])
        expect((await api.send(endpoint, { token, params })).status).toBe(404);
    },
  ],
  [
    'a search in conversations of others',
    async ({ otherTeacher: { api, token } }) => {
      for (const q of [canaries.open, quote, 'кодовое'])
        expect((await api.call(listConversations, { token, query: { q } })).body.items).toEqual([]);
    },
  ],
  [
    'the events and the socket of a conversation that is shared with its own teachers',
    async ({ learner, otherTeacher: { api, token }, conversationId }) => {
      const params = { conversationId };
      await learner.api.call(sharing.shareConversation, { token: learner.token, params });
      expect((await api.send(followConversation, { token, params })).status).toBe(404);
      expect((await api.send(createSocketTicket, { token, params })).status).toBe(404);
    },
  ],
  [
    'a conversation that is shared with its own teachers: read, its messages and a reply',
    async ({ learner, otherTeacher: { api, token }, conversationId }) => {
      const params = { conversationId };
      await learner.api.call(sharing.shareConversation, { token: learner.token, params });
      for (const endpoint of [sharing.getSharedConversation, sharing.listSharedMessages])
        expect((await api.send(endpoint, { token, params })).status).toBe(404);
      expect((await api.send(sharing.replyToLearner, { token, params, body: { text: 'Привет' } })).status).toBe(404);
    },
  ],
  [
    'the list of what learners of another course share, its settings and its confusion',
    async ({ otherTeacher: { api, token }, lesson }) => {
      const params = { courseId: lesson('open').courseId };
      for (const endpoint of [sharing.listSharedConversations, getCourseTutorSettings, getConfusion])
        expect([403, 404]).toContain((await api.send(endpoint, { token, params })).status);
    },
  ],
  [
    'the confusion of a course for one who learns in it',
    async ({ learner: { api, token }, lesson }) => {
      const { courseId, lessonId } = lesson('dated');
      const response = await api.send(getConfusion, { token, params: { courseId }, query: { lessonId } });
      expect(response.status).toBe(403);
    },
  ],
  [
    'passages of a course that one does not teach',
    async ({ otherTeacher: { api, token }, passages }) => {
      for (const [place, passageId] of passages) {
        const { status } = await api.send(getPassage, { token, params: { passageId } });
        if (place === 'otherCourse') expect(status).toBe(200);
        else expect([403, 404]).toContain(status);
      }
    },
  ],
];
