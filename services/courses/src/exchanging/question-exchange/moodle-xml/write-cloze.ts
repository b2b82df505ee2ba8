import type { QuestionGap } from '@lyceum/contracts/courses/question';
import { escapeGapStarts } from './read-cloze.ts';

/** A prompt in which the gaps are written out in the mini language of Moodle. */
export function writeCloze(prompt: string, gaps: readonly QuestionGap[]): string {
  return escapeGapStarts(prompt).replace(/\{\{(\d{1,2})\}\}/g, (name, digits) => {
    const gap = gaps[Number(digits) - 1];
    return gap ? `{${gap.weight}:${writeGap(gap)}}` : name;
  });
}

function writeGap(gap: QuestionGap): string {
  switch (gap.type) {
    case 'single':
      return `MULTICHOICE:${gap.options.map((option) => writeAnswer(escapeAnswer(option.text), option)).join('~')}`;
    case 'short-text':
      return `SHORTANSWER${gap.caseSensitive ? '_C' : ''}:${gap.accepted
        .map((answer) => writeAnswer(escapeAnswer(answer.text), answer))
        .join('~')}`;
    case 'number':
      return `NUMERICAL:${gap.accepted.map((answer) => writeAnswer(`${answer.value}:${answer.tolerance}`, answer)).join('~')}`;
  }
}

function writeAnswer(text: string, { percent, feedback }: { percent: number; feedback: string }): string {
  const mark = percent === 100 ? '=' : percent === 0 ? '' : `%${percent}%`;
  return `${mark}${text}${feedback === '' ? '' : `#${escapeAnswer(feedback)}`}`;
}

/** Signs of the mini language and of HTML, as references, which Moodle reads everywhere in it. */
function escapeAnswer(text: string): string {
  return text.replace(/[~#{}\\&<>"\r\n]|^[=%]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
