import type { ProgramRequest } from '@lyceum/contracts/program-generation/program-request';
import { finalHours, mostModules } from '../../hours/plan-hours.ts';
import { norms } from '../../norms/norms.ts';
import { frame, frameAnswer, most } from './frame.ts';
import { defineStep, numbered } from './model-step.ts';
import { nothing, orderWords } from './order-words.ts';
import { orderedCompetences, readFrame } from './read-frame.ts';

/** Academic hours that a module and a topic usually have. */
const usual = { module: 18, topic: 5 } as const;

export function frameStep(request: ProgramRequest) {
  const { language, topics } = request;
  const competences = orderedCompetences(request);
  const { suggestedModules, newTopics } = sizes(request);
  const wantsCompetences = norms.kinds[request.kind].competences !== null && competences.length === 0;
  const answer = frameAnswer(request);
  return defineStep({
    prompt: 'frame',
    language,
    variables: {
      ...orderWords(request),
      hours: `${request.hours}`,
      topics: numbered(topics),
      modules: suggestedModules,
      newTopics: `${newTopics}`,
      standards: request.standards.map(({ code, title }) => `${code} ${title}`).join('\n') || nothing[language],
      competences: wantsCompetences
        ? { ru: 'сформулируй сам', en: 'word them yourself' }[language]
        : numbered(competences) || { ru: 'не нужны', en: 'not needed' }[language],
    },
    answer,
    result: frame,
    maxOutputTokens: 6000,
    read: (value) => readFrame(value, request, { wantsCompetences, newTopics }),
  });
}

/** Modules the hours are enough for, and topics the model may add. */
function sizes(request: ProgramRequest) {
  const possible = Math.min(mostModules(request), most.modules);
  const usualCount = Math.round(request.hours / usual.module);
  const fewest = Math.min(possible, Math.max(1, Math.floor(usualCount / 2)));
  const fitting = Math.min(possible, Math.max(fewest, usualCount, Math.ceil(request.topics.length / 6)));
  const taught = request.hours - finalHours(request);
  const newTopics = Math.max(0, Math.min(Math.round(taught / usual.topic), most.newTopics) - request.topics.length);
  return { suggestedModules: fewest === fitting ? `${fitting}` : `${fewest}–${fitting}`, newTopics };
}
