import type { AnswerMode } from '@lyceum/contracts/chatbot/message';
import type { AnswerReader } from '../answer-reading/answer-reader.ts';
import type { ModelEnd } from './ask-model.ts';
import type { AnswerEnd } from './end-answer.ts';

/** What an answer is that a model has written. */
export function concludeAnswer(
  end: ModelEnd,
  mode: AnswerMode,
  {
    text,
    citations,
    droppedCitations,
    saysNotFound,
  }: Pick<AnswerReader, 'text' | 'citations' | 'droppedCitations' | 'saysNotFound'>,
): AnswerEnd {
  const written = { text: text.trim(), citations: [...citations], droppedCitations };
  const empty = { text: '', citations: [], droppedCitations };
  switch (end) {
    case 'stop':
    case 'length':
      if (saysNotFound && citations.length === 0) return { ...empty, status: 'finished', outcome: 'not-found' };
      if (written.text === '') return { ...empty, status: 'failed', failure: 'models-unavailable' };
      // Only an explanation claims something of its own.
      if (mode === 'explain' && citations.length === 0) return { ...written, status: 'finished', outcome: 'unconfirmed' };
      return { ...written, status: 'finished', outcome: 'answered' };
    case 'refused':
      return { ...empty, status: 'finished', outcome: 'declined' };
    case 'stopped':
    case 'interrupted':
      return { ...written, status: end };
    case 'lesson-closed':
    case 'quiz-open':
      return { ...empty, status: 'failed', failure: end };
    default:
      return { ...written, status: 'failed', failure: end };
  }
}
