import { DomainError } from '@lyceum/common/errors';
import type { AnswerFailureCode } from '@lyceum/contracts/chatbot/message';
import { quizOpen } from '@lyceum/contracts/chatbot/refusal';
import { serviceUnavailable } from '@lyceum/contracts/shared/common-problems';

/** What it means for an answer that the gate fails; null when that says nothing of the person. */
export function toRefusal(error: unknown): AnswerFailureCode | null {
  if (!(error instanceof DomainError)) throw error;
  if (error.problem === serviceUnavailable) return null;
  return error.problem === quizOpen ? 'quiz-open' : 'lesson-closed';
}
