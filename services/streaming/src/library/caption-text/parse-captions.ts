import type { Texts } from '@lyceum/contracts/shared/texts';
import { cleanMarkup, toPlainText } from './clean-markup.ts';
import { refuseLine } from './refuse-captions.ts';

interface Cue {
  /** Seconds. */
  readonly from: number;
  readonly to: number;
  readonly markup: string;
}

const maxCues = 10_000;
/** Characters of one cue. */
const maxCueLength = 2_000;
const daySeconds = 86_400;

const time = '(?:(\\d{1,3}):)?([0-5]?\\d):([0-5]\\d)[.,](\\d{1,3})';
const timing = new RegExp(`^[ \\t]*${time}[ \\t]*-->[ \\t]*${time}(?:[ \\t].*)?$`);
const sideBlock = /^(?:NOTE|STYLE|REGION)(?:[ \t]|$)/;
const header = /^WEBVTT(?:[ \t]|$)/;

const faults = {
  times: { en: 'its times cannot be read', ru: 'не удаётся прочитать время' },
  noTimes: {
    en: 'a time such as 00:01:02,500 --> 00:01:04,000 is needed',
    ru: 'нужно время, например 00:01:02,500 --> 00:01:04,000',
  },
  order: {
    en: 'the cue ends before it begins, or as it begins',
    ru: 'реплика заканчивается раньше, чем начинается, или сразу же',
  },
  day: { en: 'the cue lies behind the end of a day', ru: 'реплика стоит позже конца суток' },
  long: { en: 'the cue has more than 2,000 characters', ru: 'в реплике больше 2000 знаков' },
  many: { en: 'there are more than 10,000 cues', ru: 'реплик больше 10 000' },
  empty: { en: 'there are no cues', ru: 'реплик нет' },
} satisfies Record<string, Texts>;

/**
 * Reads WebVTT or SubRip, told by the first line: only times and text are taken, in the order of time. Fails with `caption.invalid`, which names
 * the line. The work grows as the length of the text does.
 */
export function parseCaptions(text: string): Cue[] {
  const lines = text.split(/\r\n|\n|\r/);
  const isWebVtt = header.test(lines[0] ?? '');
  const cues: Cue[] = [];
  for (let at = isWebVtt ? findEnd(lines, 1) : 0; at < lines.length; ) {
    if (isBlank(lines[at])) {
      at += 1;
      continue;
    }
    const end = findEnd(lines, at);
    if (!(isWebVtt && sideBlock.test(lines[at] ?? ''))) at = readCue(lines, { at, end, isWebVtt }, cues);
    else at = findBlank(lines, at);
  }
  if (cues.length === 0) throw refuseLine(1, faults.empty);
  return cues.sort((one, other) => one.from - other.from || one.to - other.to);
}

interface Block {
  readonly at: number;
  /** The line behind what stands before the next times. */
  readonly end: number;
  readonly isWebVtt: boolean;
}

/** Returns the line behind the cue. A line before its times names it; WebVTT leaves out what has no times at all. */
function readCue(lines: readonly string[], { at, end, isWebVtt }: Block, cues: Cue[]): number {
  const hasName = !hasTimes(lines[at]);
  const timesAt = hasName ? end : at;
  if (hasName && !(hasTimes(lines[timesAt]) && (isWebVtt || timesAt === at + 1))) {
    if (!isWebVtt) throw refuseLine(at + 1, faults.noTimes);
    if (!hasTimes(lines[timesAt])) return end;
  }
  const { from, to } = readTimes(lines[timesAt] ?? '', timesAt + 1);
  const textEnd = findTextEnd(lines, timesAt + 1);
  const raw = lines.slice(timesAt + 1, textEnd).join('\n');
  if (raw.length > maxCueLength) throw refuseLine(timesAt + 1, faults.long);
  const markup = cleanMarkup(raw);
  if (toPlainText(markup).trim() !== '') cues.push({ from, to, markup });
  if (cues.length > maxCues) throw refuseLine(timesAt + 1, faults.many);
  return textEnd;
}

function readTimes(line: string, number: number): { from: number; to: number } {
  const match = timing.exec(line);
  if (!match) throw refuseLine(number, faults.times);
  const [from, to] = [toSeconds(match.slice(1, 5)), toSeconds(match.slice(5, 9))];
  if (from > daySeconds || to > daySeconds) throw refuseLine(number, faults.day);
  if (to <= from) throw refuseLine(number, faults.order);
  return { from, to };
}

/** The fraction as it is written: `5` is half a second. */
function toSeconds([hours = '0', minutes = '0', seconds = '0', fraction = '0']: readonly (string | undefined)[]): number {
  const whole = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return (whole * 1000 + Number(fraction.padEnd(3, '0'))) / 1000;
}

const isBlank = (line: string | undefined) => line === undefined || /^[ \t]*$/.test(line);

const hasTimes = (line: string | undefined) => line?.includes('-->') ?? false;

/** The next line that is blank or has times. */
function findEnd(lines: readonly string[], start: number): number {
  let end = start;
  while (end < lines.length && !isBlank(lines[end]) && !hasTimes(lines[end])) end += 1;
  return end;
}

function findBlank(lines: readonly string[], start: number): number {
  let end = start;
  while (end < lines.length && !isBlank(lines[end])) end += 1;
  return end;
}

/** Where no blank line stands between two cues, the number of the second is no text of the first. */
function findTextEnd(lines: readonly string[], start: number): number {
  const end = findEnd(lines, start);
  const isNumbered = end > start && hasTimes(lines[end]) && /^[ \t]*\d+[ \t]*$/.test(lines[end - 1] ?? '');
  return isNumbered ? end - 1 : end;
}
