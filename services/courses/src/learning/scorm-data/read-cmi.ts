import type { completionStatuses, successStatuses } from '@lyceum/contracts/courses/scorm';
import type { ScormContent } from '@lyceum/contracts/courses/scorm-content';
import { type CmiValue, getCmiText } from './clean-cmi.ts';

export interface Reported {
  readonly completion: (typeof completionStatuses)[number];
  readonly success: (typeof successStatuses)[number];
  readonly percent: number | null;
}

type Rules = Pick<ScormContent, 'edition' | 'masteryScore' | 'completionThreshold'>;

/** What a package says of its learner; where the lesson has a score to reach or a progress, those decide. */
export function readCmi({ edition, masteryScore, completionThreshold }: Rules, cmi: CmiValue): Reported {
  return edition === '1.2' ? read12(cmi, masteryScore) : read2004(cmi, masteryScore, completionThreshold);
}

/**
 * SCORM 1.2 has one status for both; of what has come to its end a score to reach makes passed or failed (RTE 3.4.4,
 * `cmi.core.lesson_status`).
 */
function read12(cmi: CmiValue, masteryScore: number | null): Reported {
  const percent = readPercent(cmi, 'core.score');
  const status = getCmiText(cmi, 'core.lesson_status');
  if (status === 'passed' || status === 'completed' || status === 'failed') {
    const said = status === 'completed' ? 'unknown' : status;
    const success = masteryScore !== null && percent !== null ? judge(percent, masteryScore) : said;
    return { completion: success === 'failed' ? 'incomplete' : 'completed', success, percent };
  }
  const completion = status === '' || status === 'not attempted' ? 'not attempted' : 'incomplete';
  return { completion, success: 'unknown', percent };
}

function read2004(cmi: CmiValue, masteryScore: number | null, threshold: number | null): Reported {
  const scaled = toNumber(getCmiText(cmi, 'score.scaled'));
  const percent = scaled === null ? readPercent(cmi, 'score') : toPercent(scaled * 100);
  const said = getCmiText(cmi, 'success_status');
  const known = said === 'passed' || said === 'failed' ? said : 'unknown';
  const success = masteryScore !== null && scaled !== null ? judge(scaled * 100, masteryScore) : known;
  const status = getCmiText(cmi, 'completion_status');
  const progress = toNumber(getCmiText(cmi, 'progress_measure'));
  if (threshold !== null && progress !== null)
    return { completion: progress >= threshold ? 'completed' : 'incomplete', success, percent };
  if (status === 'completed' || status === 'incomplete') return { completion: status, success, percent };
  return { completion: 'not attempted', success, percent };
}

const judge = (percent: number, needed: number) => (percent >= needed ? 'passed' : 'failed');

/** Points out of the most there are; without that a hundred. */
function readPercent(cmi: CmiValue, score: string): number | null {
  const raw = toNumber(getCmiText(cmi, `${score}.raw`));
  const max = toNumber(getCmiText(cmi, `${score}.max`)) ?? 100;
  return raw === null || max <= 0 ? null : toPercent((raw / max) * 100);
}

const toPercent = (value: number) => Math.round(Math.min(Math.max(value, 0), 100) * 100) / 100;

function toNumber(text: string): number | null {
  return /^-?\d{1,12}(?:\.\d{1,12})?$/.test(text) ? Number(text) : null;
}
