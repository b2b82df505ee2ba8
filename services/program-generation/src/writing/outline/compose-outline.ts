import type { ProgramDocument, ProgramModule } from '@lyceum/contracts/program-generation/program-document';
import type { ProgramRequest } from '@lyceum/contracts/program-generation/program-request';
import { buildCalendar } from '../../hours/build-calendar.ts';
import { finalForm } from '../../hours/final-form.ts';
import { planHours } from '../../hours/plan-hours.ts';
import { norms } from '../../norms/norms.ts';
import { newPartIds } from '../../parts/part-ids.ts';
import { competencesOf, lawSources, standardsOf, type TitleHead, titleBlockOf } from '../../parts/requested-parts.ts';
import { englishPhrases } from './english-phrases.ts';
import { groupTopics, moduleTitle, outlineModule } from './outline-modules.ts';
import { outlineQuestions } from './outline-questions.ts';
import { russianPhrases } from './russian-phrases.ts';

/** Most competences an outcome of a document may have. */
const maxCompetences = 20;

const phrasesOf = { ru: russianPhrases, en: englishPhrases };

/**
 * Turns a request into a programme without a language model: its hours add up at every level, its outcomes are all taught and
 * assessed, and the same request gives the same document.
 */
export function composeOutline(request: ProgramRequest, letterhead?: TitleHead): ProgramDocument {
  const { kind, language, level, title, studyForm, weeklyLimit } = request;
  const phrases = phrasesOf[language];
  const ids = newPartIds();
  const groups = groupTopics(request);
  const plan = planHours(
    request,
    groups.map((topics) => ({ topics: topics.length, weight: topics.length })),
  );
  const asked = request.competences.length > 0 ? request.competences : [phrases.competence(kind, title)];
  const competences = competencesOf(asked, request, ids);
  const outcomes: ProgramDocument['outcomes'] = [];
  const addOutcome = (text: string, formed: readonly string[]) => {
    const id = ids.part('outcome');
    const code = `${norms.codePrefixes.outcome[language]}-${outcomes.length + 1}`;
    outcomes.push({ id, code, text, competences: [...formed] });
    return id;
  };
  const formedBy = shareCompetences(competences, groups.length * 2);

  const modules: ProgramModule[] = [];
  for (const [index, modulePlan] of plan.modules.entries()) {
    const topics = groups[index] ?? [];
    const name = moduleTitle(topics, phrases);
    const led = phrases.outcomes(level, name).map((text) => addOutcome(text, formedBy[outcomes.length] ?? []));
    modules.push(outlineModule({ title: name, topics, outcomes: led, plan: modulePlan, level, phrases, ids }));
  }
  const all = competences.slice(0, maxCompetences).map(({ id }) => id);
  const transfer = addOutcome(phrases.transfer(level, title), all);
  for (const module of modules) module.outcomes.push(transfer);

  const form = finalForm(request);
  const standards = standardsOf(request, ids);
  return {
    language,
    title,
    kind,
    audience: request.audience,
    level,
    hours: request.hours,
    credits: request.credits,
    titleBlock: titleBlockOf(request, letterhead),
    aim: phrases.aim(kind, title),
    standards,
    competences,
    outcomes,
    modules,
    finalAssessment: {
      form: norms.finalForms[form][language],
      criteria: [...phrases.finalCriteria[form]],
      hours: plan.finalAssessment,
      outcomes: outcomes.map(({ id }) => id),
    },
    calendar: { weeklyLimit, weeks: buildCalendar(modules, plan.finalAssessment, weeklyLimit) },
    conditions: phrases.conditions({
      inClass: studyForm !== 'distance',
      online: studyForm === 'distance' || studyForm === 'blended',
      selfStudy: modules.some(({ hours }) => hours.selfStudy > 0),
    }),
    // There are no tests to pass.
    passingPercent: null,
    questions: outlineQuestions({ request, modules, transfer, phrases, ids }),
    sources: lawSources({ kind, standards }, ids, phrases.standard),
    notice: phrases.notice,
  };
}

/** Ids for that many outcomes: every competence is formed by one of them, and every outcome forms one. */
function shareCompetences(competences: ProgramDocument['competences'], outcomes: number): string[][] {
  const ids = competences.map(({ id }) => id);
  return Array.from({ length: outcomes }, (_, outcome) => {
    const own = ids.filter((_id, index) => index % outcomes === outcome);
    return own.length > 0 ? own : ids.slice(outcome % ids.length, (outcome % ids.length) + 1);
  });
}
