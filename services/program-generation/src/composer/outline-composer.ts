import type { ProgramDocument, ProgramRequest } from '@lyceum/contracts/program-generation';
import { programNorms } from '../program/norms.ts';
import type { Composer } from './composer.ts';
import { englishPhrases } from './english-phrases.ts';
import { outlineHours, type PlannedTopic } from './outline-hours.ts';
import type { FinalForm, OutlinePhrases } from './outline-phrases.ts';
import { russianPhrases } from './russian-phrases.ts';

type Module = ProgramDocument['modules'][number];

const phrasesOf = { ru: russianPhrases, en: englishPhrases };

/** Longest list of topics that names a module, in characters. */
const longestModuleTitle = 100;

/** Composes from the request alone, so the same request gives the same document. */
export const outlineComposer: Composer = {
  name: 'outline',
  model: null,

  async compose(request, { signal, onProgress }) {
    const phrases = phrasesOf[request.language];
    const form = finalForm(request);
    const hours = outlineHours(request, form);
    const final = phrases.finalAssessment[form];
    const outcomes: ProgramDocument['outcomes'] = [];
    const addOutcome = (text: string) => {
      const code = phrases.outcomeCode(outcomes.length + 1);
      outcomes.push({ code, text });
      return code;
    };

    const modules: Module[] = [];
    for (const plan of hours.modules) {
      signal.throwIfAborted();
      const titles = plan.topics.map(({ title }) => title);
      const title = moduleTitle(titles, phrases);
      const assessment = plan.hours.assessment > 0 ? phrases.moduleAssessment[request.level] : phrases.observation;
      modules.push({
        title,
        summary: phrases.summary(titles),
        outcomes: phrases.outcomes(request.level, title).map(addOutcome),
        hours: plan.hours,
        topics: plan.topics.map((topic, index) => ({
          ...topic,
          content: topicContent(topic, plan.topics.slice(index + 1), request, assessment.form),
        })),
        assessment: { form: assessment.form, criteria: [...assessment.criteria] },
      });
      await onProgress(Math.round((modules.length / hours.modules.length) * 100));
    }
    const transfer = addOutcome(phrases.transfer(request.level, request.title));
    for (const module of modules) module.outcomes.push(transfer);

    return {
      language: request.language,
      aim: phrases.aim(request.kind, request.title),
      outcomes,
      modules,
      finalAssessment: {
        form: final.form,
        hours: hours.finalAssessment,
        criteria: [...final.criteria],
        outcomes: outcomes.map(({ code }) => code),
      },
      hours: hours.total,
      notice: phrases.notice,
    };
  },
};

/** The acts leave the form of the final assessment to the organisation; these are the usual ones. */
function finalForm({ kind, hours }: ProgramRequest): FinalForm {
  switch (kind) {
    case 'professional-development':
      return hours < 72 ? 'credit' : 'project';
    case 'professional-retraining':
    case 'general-development':
      return 'project';
    case 'discipline':
      return hours < 108 ? 'credit' : 'exam';
    case 'course-plan':
      return 'credit';
  }
}

/** The topics themselves as far as they fit, the first one in any case. */
function moduleTitle(topics: readonly string[], phrases: OutlinePhrases): string {
  const fitting = topics.filter((_, index) => index === 0 || topics.slice(0, index + 1).join('; ').length <= longestModuleTitle);
  const title = fitting.join('; ');
  return fitting.length === topics.length ? title : phrases.andOtherTopics(title);
}

function topicContent(
  { hours }: PlannedTopic,
  following: readonly PlannedTopic[],
  { kind, level, language }: ProgramRequest,
  assessmentForm: string,
): string[] {
  const { content } = phrasesOf[language];
  const host = hours.total === 0 && following.find((topic) => topic.hours.total > 0);
  if (host) return [content.within(host.title)];
  return [
    ...(hours.lectures > 0 ? [content.lectures[level]] : []),
    ...(hours.practice > 0 ? [content.practice[level]] : []),
    ...(hours.selfStudy > 0 ? [content.selfStudy[level]] : []),
    ...(hours.assessment > 0 ? [`${programNorms[kind].moduleAssessment[language]}: ${assessmentForm}`] : []),
  ];
}
