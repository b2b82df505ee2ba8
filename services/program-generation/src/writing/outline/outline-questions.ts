import type { ProgramModule, ProgramQuestion } from '@lyceum/contracts/program-generation/program-document';
import type { ProgramRequest } from '@lyceum/contracts/program-generation/program-request';
import { finalForm } from '../../hours/final-form.ts';
import type { PartIds } from '../../parts/part-ids.ts';
import { createRecognizer } from '../../text/comparison-key.ts';
import type { Assignment, OutlinePhrases } from './outline-phrases.ts';

interface Materials {
  readonly request: ProgramRequest;
  readonly modules: readonly ProgramModule[];
  /** The outcome all modules lead to together. */
  readonly transfer: string;
  readonly phrases: OutlinePhrases;
  readonly ids: PartIds;
}

/**
 * An open question on every topic, a task for every module and one for the end. No tests: without a language model there is
 * nobody who knows a wrong option from a right one.
 */
export function outlineQuestions({ request, modules, transfer, phrases, ids }: Materials): ProgramQuestion[] {
  const isNew = createRecognizer();
  const ask = (module: string | null, outcome: string, type: 'open' | 'task', { text, criterion }: Assignment) => {
    // Topics may have the same title; their questions are asked once.
    if (!isNew(text)) return [];
    return [{ id: ids.part('question'), module, outcomes: [outcome], type, text, options: [], key: [], answer: '', criterion }];
  };
  return [
    ...modules.flatMap(({ id, title, topics, outcomes: [knowledge = transfer, skill = transfer] }) => [
      ...topics.flatMap((topic) => ask(id, knowledge, 'open', phrases.topicQuestion(request.level, topic.title))),
      ...ask(id, skill, 'task', phrases.moduleTask(request.level, title)),
    ]),
    ...ask(null, transfer, 'task', phrases.finalTask(finalForm(request), request.title)),
  ];
}
