import { totalHours } from '@lyceum/contracts/program-generation/program-document';
import type { ProgramRequest } from '@lyceum/contracts/program-generation/program-request';
import { finalForm } from '../../hours/final-form.ts';
import { type PlannedModule, planHours } from '../../hours/plan-hours.ts';
import { uniqueTexts } from '../../parts/requested-parts.ts';
import type { ProgramTexts } from '../assemble-program.ts';
import { noConditions } from '../steps/conditions-step.ts';
import { type ModuleTexts, noModuleTexts } from '../steps/module-step.ts';
import type { WrittenQuestion } from '../steps/questions-step.ts';
import { max, type Skeleton } from '../steps/skeleton.ts';
import { outlinePhrases } from './all-phrases.ts';
import { groupTopics, moduleTitle } from './outline-modules.ts';
import type { Assignment, OutlinePhrases } from './outline-phrases.ts';

/**
 * The texts of a programme written by phrases. They have no tests: without a language model there is nobody who knows a wrong
 * option from a right one.
 */
export function outlineTexts(request: ProgramRequest): ProgramTexts {
  const { level, title } = request;
  const phrases = outlinePhrases[request.language];
  const skeleton = outlineSkeleton(request, phrases);
  const plan = planHours(request, skeleton.modules);
  const questions = skeleton.modules.map(({ title, topics, outcomes: [knowledge, skill] }) => [
    ...topics.map((topic) => toQuestion('open', phrases.topicQuestion(level, topic), knowledge)),
    toQuestion('task', phrases.moduleTask(level, title), skill),
  ]);
  const finalTask = toQuestion('task', phrases.finalTask(finalForm(request), title), skeleton.outcomes.length - 1);
  return {
    skeleton,
    modules: plan.modules.map((planned, index) => outlineModule(skeleton.modules[index]?.topics ?? [], planned, phrases)),
    questions,
    conditions: { ...noConditions, finalTasks: [finalTask] },
  };
}

/** Two outcomes for each module, one of knowledge and one of skill, and a last one that all modules lead to together. */
function outlineSkeleton(request: ProgramRequest, phrases: OutlinePhrases): Skeleton {
  const { kind, level, title } = request;
  const requested = uniqueTexts(request.competences);
  const competences = requested.length > 0 ? requested : [phrases.competence(kind, title)];
  const groups = groupTopics(request);
  const formed = shareIndexes(competences.length, groups.length * 2);
  const modules = groups.map((topics, index) => ({
    title: moduleTitle(topics, phrases),
    summary: phrases.summary(topics),
    weight: topics.length,
    outcomes: [index * 2, index * 2 + 1, groups.length * 2],
    topics,
  }));
  const outcomes = modules
    .flatMap((module) => phrases.outcomes(level, module.title))
    .map((text, index) => ({ text, competences: formed[index] ?? [] }));
  const all = [...competences.keys()].slice(0, max.competencesOfOutcome);
  const transfer = { text: phrases.transfer(level, title), competences: all };
  return { aim: phrases.aim(kind, title), competences, outcomes: [...outcomes, transfer], modules };
}

/** A topic without hours is studied with the next one of its module that has some; the last one always has. */
function outlineModule(titles: readonly string[], plan: PlannedModule, phrases: OutlinePhrases): ModuleTexts {
  const hasHours = plan.topics.map((hours) => totalHours(hours) > 0);
  const topics = titles.map((_, index) => {
    const host = titles.find((_, other) => other > index && hasHours[other]);
    const content = hasHours[index] || host === undefined ? [] : [phrases.within(host)];
    return { content, practice: [], selfStudy: [] };
  });
  return { ...noModuleTexts, topics };
}

function toQuestion(type: 'open' | 'task', { text, criterion }: Assignment, outcome: number | undefined): WrittenQuestion {
  return { type, text, options: [], key: [], answer: '', criterion, outcomes: outcome === undefined ? [] : [outcome] };
}

/** Indexes of competences for that many outcomes: one of them forms each competence, and every one forms some. */
function shareIndexes(competences: number, outcomes: number): number[][] {
  return Array.from({ length: outcomes }, (_, outcome) => {
    const own = [...Array(competences).keys()].filter((index) => index % outcomes === outcome);
    return own.length > 0 ? own : [outcome % competences];
  });
}
