import type { ProgramRequest } from '@lyceum/contracts/program-generation/program-request';
import { finalHours, maxModules } from '../../hours/plan-hours.ts';
import { norms } from '../../norms/norms.ts';
import { checkSkeleton, requestedCompetences } from './check-skeleton.ts';
import { defineStep, numbered } from './model-step.ts';
import { notGiven, requestWords } from './request-words.ts';
import { max, skeleton, skeletonAnswer } from './skeleton.ts';

/** Academic hours that a module and a topic usually have. */
const typicalHours = { module: 18, topic: 5 } as const;

export function skeletonStep(request: ProgramRequest) {
  const { language, topics } = request;
  const competences = requestedCompetences(request);
  const { suggestedModules, newTopics } = sizes(request);
  const wantsCompetences = norms.kinds[request.kind].competences !== null && competences.length === 0;
  const answer = skeletonAnswer(request);
  return defineStep({
    prompt: 'frame',
    language,
    variables: {
      ...requestWords(request),
      hours: `${request.hours}`,
      topics: numbered(topics),
      modules: suggestedModules,
      newTopics: `${newTopics}`,
      standards: request.standards.map(({ code, title }) => `${code} ${title}`).join('\n') || notGiven[language],
      competences: wantsCompetences
        ? { ru: 'сформулируй сам', en: 'word them yourself' }[language]
        : numbered(competences) || { ru: 'не нужны', en: 'not needed' }[language],
    },
    answer,
    result: skeleton,
    maxOutputTokens: 6000,
    read: (value) => checkSkeleton(value, request, { wantsCompetences, newTopics }),
  });
}

/** Modules the hours are enough for, and topics the model may add. */
function sizes(request: ProgramRequest) {
  const possible = Math.min(maxModules(request), max.modules);
  const defaultCount = Math.round(request.hours / typicalHours.module);
  const min = Math.min(possible, Math.max(1, Math.floor(defaultCount / 2)));
  const fitting = Math.min(possible, Math.max(min, defaultCount, Math.ceil(request.topics.length / 6)));
  const taught = request.hours - finalHours(request);
  const newTopics = Math.max(0, Math.min(Math.round(taught / typicalHours.topic), max.newTopics) - request.topics.length);
  return { suggestedModules: min === fitting ? `${fitting}` : `${min}–${fitting}`, newTopics };
}
