import type { EventPayload } from '@lyceum/contracts/define/event';
import { type ProgramDocument, totalHours } from '@lyceum/contracts/program-generation/program-document';
import type { programApproved } from '@lyceum/contracts/program-generation/review';

type Skeleton = Pick<
  EventPayload<typeof programApproved>,
  'title' | 'kind' | 'level' | 'language' | 'aim' | 'hours' | 'outcomes' | 'passingPercent' | 'questions' | 'modules'
>;

/** What a course is made from: outcomes in words, hours in sums, and of the topics what they teach, and the questions that a quiz can ask. */
export function courseSkeleton(document: ProgramDocument): Skeleton {
  const { title, kind, level, language, aim, hours, passingPercent } = document;
  const outcomes = document.outcomes.map(({ code, text }) => ({ code, text }));
  const questions = document.questions.flatMap(({ id, module, type, text, options, key }) =>
    type === 'single' || type === 'multiple' ? [{ id, module, type, text, options, key }] : [],
  );
  const textById = new Map(document.outcomes.map(({ id, text }) => [id, text]));
  const modules = document.modules.map((module) => ({
    id: module.id,
    title: module.title,
    summary: module.summary,
    outcomes: module.outcomes.flatMap((id) => textById.get(id) ?? []),
    hours: totalHours(module.hours),
    topics: module.topics.map((topic) => ({
      id: topic.id,
      title: topic.title,
      hours: totalHours(topic.hours),
      content: topic.content,
    })),
  }));
  return { title, kind, level, language, aim, hours, outcomes, passingPercent, questions, modules };
}
