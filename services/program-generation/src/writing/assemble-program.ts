import type { ProgramDocument, ProgramModule, ProgramQuestion } from '@lyceum/contracts/program-generation/program-document';
import type { ProgramRequest } from '@lyceum/contracts/program-generation/program-request';
import { buildCalendar } from '../hours/build-calendar.ts';
import { finalForm } from '../hours/final-form.ts';
import { type PlannedModule, planHours } from '../hours/plan-hours.ts';
import { norms } from '../norms/norms.ts';
import { newPartIds, type PartIds } from '../parts/part-ids.ts';
import { createCompetences, createStandards, createTitleBlock, lawSources, type TitleHead } from '../parts/requested-parts.ts';
import { createRecognizer } from '../text/comparison-key.ts';
import { outlinePhrases } from './outline/all-phrases.ts';
import type { OutlinePhrases } from './outline/outline-phrases.ts';
import type { ConditionsTexts } from './steps/conditions-step.ts';
import type { ModuleTexts } from './steps/module-step.ts';
import type { WrittenQuestion } from './steps/questions-step.ts';
import type { Skeleton } from './steps/skeleton.ts';

/** The words of a programme, by models or by phrases of the outline. Where there are none the assembler takes the outline's. */
export interface ProgramTexts {
  readonly skeleton: Skeleton;
  /** By the index of the module. */
  readonly modules: readonly ModuleTexts[];
  readonly questions: readonly (readonly WrittenQuestion[])[];
  readonly conditions: ConditionsTexts;
}

interface Assembling {
  readonly request: ProgramRequest;
  readonly letterhead: TitleHead | undefined;
  /** By what it was composed, said in the document. */
  readonly notice: string;
}

/** A whole document that breaks no rule: everything but the words is computed. */
export function assembleProgram(texts: ProgramTexts, assembling: Assembling): ProgramDocument {
  const { request, letterhead, notice } = assembling;
  const { kind, language, level, title, studyForm, weeklyLimit } = request;
  const { skeleton, conditions } = texts;
  const phrases = outlinePhrases[language];
  const plan = planHours(request, skeleton.modules);
  const ids = newPartIds();
  const competences = createCompetences(skeleton.competences, request, ids);
  const outcomes = skeleton.outcomes.map((outcome, index) => ({
    id: ids.part('outcome'),
    code: `${norms.codePrefixes.outcome[language]}-${index + 1}`,
    text: outcome.text,
    competences: idsAt(competences, outcome.competences),
  }));
  const standards = createStandards(request, ids);
  const laws = lawSources({ kind, standards }, ids, phrases.standard);
  const named = conditions.sources.map(({ modules, ...record }) => ({
    modules,
    source: { id: ids.part('source'), ...record, url: null, accessed: null, origin: 'model' } as const,
  }));
  const modules = skeleton.modules.map((module, index): ProgramModule => {
    const id = ids.part('module');
    const used = named.filter((source) => source.modules.includes(index));
    return {
      id,
      title: module.title,
      summary: module.summary || phrases.summary(module.topics),
      outcomes: idsAt(outcomes, module.outcomes),
      ...moduleParts(id, module, texts.modules[index], { level, phrases, plan: plan.modules[index], ids }),
      sources: used.map(({ source }) => source.id),
    };
  });

  const form = finalForm(request);
  const ordinary = phrases.conditions({
    inClass: studyForm !== 'distance',
    online: studyForm === 'distance' || studyForm === 'blended',
    selfStudy: modules.some(({ hours }) => hours.selfStudy > 0),
  });
  const or = (own: readonly string[], fallback: readonly string[]) => [...(own.length > 0 ? own : fallback)];
  const questions = allQuestions(texts, { request, modules, outcomes, ids });
  return {
    language,
    title,
    kind,
    audience: request.audience,
    level,
    hours: request.hours,
    credits: request.credits,
    titleBlock: createTitleBlock(request, letterhead),
    aim: skeleton.aim,
    standards,
    competences,
    outcomes,
    modules,
    finalAssessment: {
      form: norms.finalForms[form][language],
      criteria: or(conditions.finalCriteria, phrases.finalCriteria[form]),
      hours: plan.finalAssessment,
      outcomes: outcomes.map(({ id }) => id),
    },
    calendar: { weeklyLimit, weeks: buildCalendar(modules, plan.finalAssessment, weeklyLimit) },
    conditions: {
      staff: or(conditions.staff, ordinary.staff),
      facilities: or(conditions.facilities, ordinary.facilities),
      methods: or(conditions.methods, ordinary.methods),
      software: or(conditions.software, ordinary.software),
    },
    passingPercent: questions.some(({ options }) => options.length > 0) ? norms.passingPercent : null,
    questions,
    sources: [...laws, ...named.map(({ source }) => source)],
    notice,
  };
}

function idsAt(parts: readonly { readonly id: string }[], indexes: readonly number[]): string[] {
  return indexes.flatMap((index) => parts[index]?.id ?? []);
}

interface ModuleRest {
  readonly level: ProgramRequest['level'];
  readonly phrases: OutlinePhrases;
  readonly plan: PlannedModule | undefined;
  readonly ids: PartIds;
}

function moduleParts(
  id: string,
  { topics }: Skeleton['modules'][number],
  texts: ModuleTexts | undefined,
  { level, phrases, plan, ids }: ModuleRest,
): Pick<ProgramModule, 'hours' | 'topics' | 'assessment'> {
  if (!plan) throw new RangeError(`the plan has no module ${id}`);
  const or = (own: readonly string[] | undefined, fallback: string) => (own && own.length > 0 ? [...own] : [fallback]);
  // A module too short for a check of its own is observed, whatever the model thought of.
  const ordinary = plan.hours.assessment > 0 ? phrases.moduleAssessment[level] : phrases.observation;
  const { form = '', criteria = [] } = plan.hours.assessment > 0 ? (texts?.assessment ?? {}) : {};
  return {
    hours: plan.hours,
    topics: plan.topics.map((hours, index) => {
      const own = texts?.topics[index];
      return {
        id: ids.topic(id),
        title: topics[index] ?? '',
        hours,
        content: or(own?.content, phrases.content[level]),
        practice: hours.practice > 0 ? or(own?.practice, phrases.practice[level]) : [],
        selfStudy: hours.selfStudy > 0 ? or(own?.selfStudy, phrases.selfStudy[level]) : [],
      };
    }),
    assessment: { form: form || ordinary.form, criteria: [...(criteria.length > 0 ? criteria : ordinary.criteria)] },
  };
}

interface Materials {
  readonly request: ProgramRequest;
  readonly modules: readonly ProgramModule[];
  readonly outcomes: ProgramDocument['outcomes'];
  readonly ids: PartIds;
}

/** Each question once; a task of the outline asks about the outcomes of a module that nothing else asks about. */
function allQuestions(texts: ProgramTexts, { request, modules, outcomes, ids }: Materials): ProgramQuestion[] {
  const phrases = outlinePhrases[request.language];
  const isNew = createRecognizer();
  const add = (module: string | null, question: Omit<ProgramQuestion, 'id' | 'module'>) =>
    isNew(question.text) && question.outcomes.length > 0 ? [{ id: ids.part('question'), module, ...question }] : [];
  const written = (module: string | null, questions: readonly WrittenQuestion[]) =>
    questions.flatMap((question) => add(module, { ...question, outcomes: idsAt(outcomes, question.outcomes) }));
  const noAnswer = { options: [], key: [], answer: '' };

  const ofModules = modules.flatMap(({ id, title, outcomes: led }, index) => {
    const questions = written(id, texts.questions[index] ?? []);
    const unasked = led.filter((outcome) => !questions.some((question) => question.outcomes.includes(outcome)));
    const task = phrases.moduleTask(request.level, title);
    return [...questions, ...add(id, { type: 'task', ...task, ...noAnswer, outcomes: unasked })];
  });
  const final = written(null, texts.conditions.finalTasks);
  if (final.length > 0) return [...ofModules, ...final];
  const task = phrases.finalTask(finalForm(request), request.title);
  const all = outcomes.slice(0, 20).map(({ id }) => id);
  return [...ofModules, ...add(null, { type: 'task', ...task, ...noAnswer, outcomes: all })];
}
