import type { ScormContent } from '@lyceum/contracts/courses/scorm-content';
import { type CmiValue, getCmi } from './clean-cmi.ts';

interface Beginning {
  /** What was kept of it; null at the first launch, and where nothing is kept. */
  readonly kept: CmiValue | null;
  readonly totalSeconds: number;
  readonly learner: { readonly id: string; readonly name: string };
  readonly isPreview: boolean;
}

/** What a learner leaves behind; everything else the run-time learns anew. */
const keptOfCore = ['lesson_location', 'lesson_status', 'score'];
const kept12 = ['suspend_data', 'comments', 'objectives', 'interactions', 'student_preference'];
const kept2004 = [
  ...['location', 'completion_status', 'success_status', 'score', 'progress_measure', 'suspend_data'],
  ...['objectives', 'interactions', 'learner_preference', 'comments_from_learner'],
];

/** The data model as the run-time begins with it (SCORM 1.2 RTE 3.4.4, SCORM 2004 RTE 4.2). */
export function composeCmi(content: ScormContent, beginning: Beginning): CmiValue {
  const { masteryScore, timeLimit, launchData } = content;
  const { kept, totalSeconds, learner, isPreview } = beginning;
  const entry = kept === null ? 'ab-initio' : 'resume';
  const mode = isPreview ? 'browse' : 'normal';
  const credit = isPreview ? 'no-credit' : 'credit';
  const action = timeLimit?.action ?? null;
  if (content.edition === '2004') {
    const members = { entry, mode, credit, learner_id: learner.id, learner_name: learner.name, launch_data: launchData };
    return withoutEmpty({
      ...{ ...pick(kept, '', kept2004), ...members, total_time: `PT${Math.round(totalSeconds)}S` },
      scaled_passing_score: masteryScore === null ? null : masteryScore / 100,
      completion_threshold: content.completionThreshold,
      max_time_allowed: timeLimit && `PT${timeLimit.seconds}S`,
      time_limit_action: action,
    });
  }
  const members = { entry, lesson_mode: mode, credit, student_id: learner.id, student_name: learner.name };
  return withoutEmpty({
    ...{ ...pick(kept, '', kept12), launch_data: launchData },
    core: { ...pick(kept, 'core', keptOfCore), ...members, total_time: toTimespan(totalSeconds) },
    student_data: {
      mastery_score: masteryScore,
      max_time_allowed: timeLimit && toTimespan(timeLimit.seconds),
      time_limit_action: action,
    },
  });
}

function pick(cmi: CmiValue | null, parent: string, names: readonly string[]): Record<string, CmiValue> {
  const prefix = parent === '' ? '' : `${parent}.`;
  const members = names.flatMap((name) => {
    const value = getCmi(cmi ?? undefined, prefix + name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(members);
}

/** The run-time refuses an empty value where it wants a number or a word. */
function withoutEmpty(value: CmiValue): CmiValue {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutEmpty);
  const members = Object.entries(value).filter(([, member]) => member !== null && member !== '');
  return Object.fromEntries(members.map(([name, member]) => [name, withoutEmpty(member)]));
}

/** `HHHH:MM:SS` of SCORM 1.2. */
function toTimespan(totalSeconds: number): string {
  const seconds = Math.round(totalSeconds);
  const parts = [Math.min(Math.floor(seconds / 3600), 9999), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part, index) => String(part).padStart(index === 0 ? 4 : 2, '0')).join(':');
}
