import type { Texts } from '@lyceum/contracts/shared/texts';
import type { AnsweringDraft, Lost } from '../read-question.ts';
import { type GapDraft, readGap } from './read-gap.ts';

const gapStart =
  /\{(\d{0,9}):(MULTICHOICE(?:_[A-Z]{1,2})?|MC[A-Z]{0,2}|MULTIRESPONSE(?:_[A-Z]{1,2})?|MR[A-Z]{0,2}|SHORTANSWER(?:_C)?|SAC?|MWC?|NUMERICAL|NM):/g;

/** More than any question may have: the contract says so of the first that is too many. */
const maxGaps = 31;

/** A text with its gaps in the mini language of Moodle. */
export function readCloze(text: string, changes: Set<Texts>): { prompt: string; answering: AnsweringDraft } | Lost {
  const gaps: GapDraft[] = [];
  let prompt = '';
  let end = 0;
  for (const { 0: start, 1: weight = '', 2: kind = '', index } of text.matchAll(gapStart)) {
    // Within the gap before.
    if (index < end) continue;
    const from = index + start.length;
    const length = text.slice(from).search(/(?<!\\)\}/);
    if (length < 0 || gaps.length === maxGaps) break;
    const gap = readGap({ weight, kind, answers: text.slice(from, from + length) }, changes);
    if ('lost' in gap) return gap;
    gaps.push(gap);
    prompt += `${escapeGapNames(text.slice(end, index))}{{${gaps.length}}}`;
    end = from + length + 1;
  }
  return { prompt: prompt + escapeGapNames(text.slice(end)), answering: { type: 'cloze', gaps } };
}

/** A prose text may look like a gap to Moodle. */
export function escapeGapStarts(prose: string): string {
  return prose.replace(gapStart, (start) => `&#123;${start.slice(1)}`);
}

/** Prose that names no gap by chance; a reader sees the same. */
function escapeGapNames(prose: string): string {
  return prose.replace(/\{\{(?=\d{1,2}\}\})/g, '{&#123;');
}
