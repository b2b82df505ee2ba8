import type { ProgramDocument } from '@lyceum/contracts/program-generation/program-document';
import type { Skeleton } from './steps/skeleton.ts';

/** What a document was built on, as the steps see it. */
export function toSkeleton({ aim, competences, outcomes, modules }: ProgramDocument): Skeleton {
  const indexes = (parts: readonly { readonly id: string }[], ids: readonly string[]) =>
    ids.map((id) => parts.findIndex((part) => part.id === id)).filter((index) => index !== -1);
  return {
    aim,
    competences: competences.map(({ text }) => text),
    outcomes: outcomes.map((outcome) => ({ text: outcome.text, competences: indexes(competences, outcome.competences) })),
    modules: modules.map((module) => ({
      title: module.title,
      summary: module.summary,
      weight: 1,
      outcomes: indexes(outcomes, module.outcomes),
      topics: module.topics.map(({ title }) => title),
    })),
  };
}
