import type { CourseTutorSettings, EffectiveTutorSettings, SpaceTutorSettings } from '@lyceum/contracts/chatbot/tutor-settings';

/** What holds in a course: nothing of its own settings allows more than the space does. */
export function tighten(space: SpaceTutorSettings, course: CourseTutorSettings): EffectiveTutorSettings {
  const { blockedWords, alertWords } = space.moderation;
  return {
    enabled: space.enabled && course.enabled,
    modes: space.modes.filter((mode) => course.modes.includes(mode)),
    questionsPerPersonPerDay: minLimit(space.questionsPerPersonPerDay, course.questionsPerPersonPerDay),
    questionsPerPersonPerMinute: minNumber(space.questionsPerPersonPerMinute, course.questionsPerPersonPerMinute),
    questionsPerCoursePerMinute: minNumber(space.questionsPerCoursePerMinute, course.questionsPerCoursePerMinute),
    concealPersonalData: space.concealPersonalData || course.concealPersonalData,
    moderation: {
      blockedWords: [...new Set([...blockedWords, ...course.moderation.blockedWords])],
      alertWords: [...new Set([...alertWords, ...course.moderation.alertWords])],
    },
    helpText: space.helpText,
    style: course.style ?? space.style,
  };
}

const minNumber = (space: number, course: number | null) => Math.min(space, course ?? space);

const minLimit = (space: number | null, course: number | null) => (space === null ? course : minNumber(space, course));
