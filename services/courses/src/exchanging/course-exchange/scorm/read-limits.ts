import { type ScormContent, timeLimitActions } from '@lyceum/contracts/courses/scorm-content';
import { findChild, findWithin, getText, type XmlElement } from '../../question-exchange/xml/xml-element.ts';

/** What a manifest says of an item for the run-time. */
type Limits = Pick<ScormContent, 'masteryScore' | 'completionThreshold' | 'timeLimit'>;

/** Names of what is written in a way that means nothing. */
export interface ReadLimits extends Limits {
  readonly invalid: readonly string[];
}

const within = (value: number, max: number) => (value >= 0 && value <= max ? value : undefined);

/** A number of a text; `undefined` where it is none. */
const toNumber = (text: string) => (/^-?\d{1,9}(?:\.\d{1,9})?$/.test(text) ? Number(text) : undefined);

/** SCORM 1.2 CAM 2.3.3: what stands in the item. */
export function readLimits12(item: XmlElement): ReadLimits {
  const mastery = getText(item, 'masteryscore');
  const masteryScore = mastery === '' ? null : within(toNumber(mastery) ?? Number.NaN, 100);
  const time = getText(item, 'maxtimeallowed');
  const seconds = time === '' ? null : toSeconds12(time);
  return {
    masteryScore: masteryScore ?? null,
    completionThreshold: null,
    timeLimit: toTimeLimit(seconds, getText(item, 'timelimitaction')),
    invalid: [...(masteryScore === undefined ? ['masteryscore'] : []), ...(seconds === undefined ? ['maxtimeallowed'] : [])],
  };
}

/** SCORM 2004 CAM 5.1: what stands in the sequencing of the item, and beside it. */
export function readLimits2004(item: XmlElement, sequencing: readonly XmlElement[]): ReadLimits {
  const find = (name: string) =>
    sequencing.flatMap((part) => findWithin(part, (element) => element.name === name)).find(() => true);
  const objective = find('primaryObjective');
  const isMeasured = objective?.attributes.get('satisfiedByMeasure') === 'true';
  // Without a measure of its own everything is needed.
  const measure = getText(objective, 'minNormalizedMeasure') || '1';
  const scaled = isMeasured ? within(toNumber(measure) ?? Number.NaN, 1) : null;
  const duration = find('limitConditions')?.attributes.get('attemptAbsoluteDurationLimit');
  const seconds = duration === undefined ? null : toSeconds2004(duration);
  const threshold = readThreshold(item);
  return {
    masteryScore: typeof scaled === 'number' ? Math.round(scaled * 10_000) / 100 : null,
    completionThreshold: threshold ?? null,
    timeLimit: toTimeLimit(seconds, getText(item, 'timeLimitAction')),
    invalid: [
      ...(scaled === undefined ? ['minNormalizedMeasure'] : []),
      ...(threshold === undefined ? ['completionThreshold'] : []),
      ...(seconds === undefined ? ['attemptAbsoluteDurationLimit'] : []),
    ],
  };
}

/** The fourth edition says it by attributes, those before by a number. */
function readThreshold(item: XmlElement): number | null | undefined {
  const element = findChild(item, 'completionThreshold');
  if (!element) return null;
  const isMeasured = element.attributes.get('completedByMeasure');
  if (isMeasured !== undefined && isMeasured !== 'true') return null;
  const written = element.attributes.get('minProgressMeasure') ?? getText(item, 'completionThreshold');
  return within(toNumber(written === '' ? '1' : written) ?? Number.NaN, 1);
}

function toTimeLimit(seconds: number | null | undefined, action: string): Limits['timeLimit'] {
  if (typeof seconds !== 'number') return null;
  const written = action.toLowerCase().replace(/\s*,\s*/, ',');
  return { seconds, action: timeLimitActions.find((known) => known === written) ?? 'continue,no message' };
}

/** `HHHH:MM:SS.SS` (SCORM 1.2 RTE 3.4.2.1.3). */
function toSeconds12(time: string): number | undefined {
  const [, hours, minutes, seconds] = /^(\d{1,4}):(\d{2}):(\d{2})(?:\.\d{1,2})?$/.exec(time) ?? [];
  return toLimit([hours, minutes, seconds], [3600, 60, 1]);
}

/** A period of ISO 8601 without years and months, which no time limit has. */
function toSeconds2004(time: string): number | undefined {
  const [, days, hours, minutes, seconds] =
    /^P(?:(\d{1,4})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})(?:\.\d{1,2})?S)?)?$/.exec(time) ?? [];
  return toLimit([days, hours, minutes, seconds], [86_400, 3600, 60, 1]);
}

function toLimit(parts: readonly (string | undefined)[], units: readonly number[]): number | undefined {
  const sum = parts.reduce((total, part, index) => total + Number(part ?? 0) * (units[index] ?? 0), 0);
  return sum >= 1 && sum <= 360_000 ? sum : undefined;
}
