import type { ProgramRequest } from '@lyceum/contracts/program-generation/program-request';
import type { Locale } from '@lyceum/contracts/shared/fields';
import { norms } from '../../norms/norms.ts';

const levels: Readonly<Record<ProgramRequest['level'], Readonly<Record<Locale, string>>>> = {
  beginner: { ru: 'начальный', en: 'beginner' },
  intermediate: { ru: 'средний', en: 'intermediate' },
  advanced: { ru: 'продвинутый', en: 'advanced' },
};

const studyForms: Readonly<Record<ProgramRequest['studyForm'], Readonly<Record<Locale, string>>>> = {
  'full-time': { ru: 'очная', en: 'full-time' },
  'part-time': { ru: 'заочная', en: 'part-time' },
  evening: { ru: 'очно-заочная', en: 'evening' },
  distance: { ru: 'с применением дистанционных технологий', en: 'distance' },
  blended: { ru: 'смешанная', en: 'blended' },
};

/** What is said where the author asked for nothing. */
export const notGiven = { ru: 'не указано', en: 'not given' } as const;

type WordedRequest = Pick<
  ProgramRequest,
  'title' | 'kind' | 'audience' | 'level' | 'studyForm' | 'qualification' | 'wishes' | 'language'
>;

/** The request in words, for every prompt. */
export function requestWords({ title, kind, audience, level, studyForm, qualification, wishes, language }: WordedRequest) {
  return {
    title,
    kind: norms.kinds[kind].name[language],
    audience,
    level: levels[level][language],
    studyForm: studyForms[studyForm][language],
    qualification: qualification || notGiven[language],
    wishes: wishes || notGiven[language],
  };
}
