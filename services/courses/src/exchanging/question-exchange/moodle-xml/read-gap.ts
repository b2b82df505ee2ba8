import type { Texts } from '@lyceum/contracts/shared/texts';
import { type AnsweringDraft, type Lost, maxAnswers } from '../read-question.ts';
import { loseNumber, parseNumber } from '../text/parse-number.ts';
import { toLine } from '../text/to-line.ts';
import { decodeEntities } from '../xml/decode-entities.ts';

export type GapDraft = Extract<AnsweringDraft, { type: 'cloze' }>['gaps'][number];

/** Said wherever numbers are read. */
export const otherNumberIsLeftOut: Texts = {
  en: 'The answer * for every other number is left out.',
  ru: 'Ответ * для всех остальных чисел не перенесён.',
};

const noMultiple: Lost = {
  lost: {
    en: 'A gap with several right options has no counterpart.',
    ru: 'Для пропуска с несколькими верными вариантами здесь нет соответствия.',
  },
};

interface RawGap {
  readonly weight: string;
  readonly kind: string;
  /** Such as `=right#good~%50%half`. */
  readonly answers: string;
}

/** A gap of the mini language in which Moodle writes them. */
export function readGap(raw: RawGap, changes: Set<Texts>): GapDraft | Lost {
  if (raw.kind.startsWith('MULTIR') || raw.kind.startsWith('MR')) return noMultiple;
  const weight = raw.weight === '' ? 1 : Number(raw.weight);
  const answers = raw.answers.split(/(?<!\\)~/, maxAnswers + 1).map(readAnswer);
  if (/^N/.test(raw.kind)) return readNumbers(answers, weight, changes);
  if (/^(?:MULTICHOICE|MC)/.test(raw.kind)) return { type: 'single', options: answers, weight };
  const accepted = answers.map((answer) => ({ ...answer, text: toLine(answer.text) }));
  return { type: 'short-text', accepted, caseSensitive: raw.kind.endsWith('C'), weight };
}

function readAnswer(raw: string) {
  const [, mark = '', percent = '0'] = /^\s*(=|%([-+]?[\d.,]{1,30}(?:e[-+]?\d{1,3})?)%)/i.exec(raw) ?? [];
  const rest = raw.trimStart().slice(mark.length);
  // References such as &#39; begin no feedback.
  const at = rest.search(/(?<!\\|&|&amp;)#/);
  return {
    text: decode(at < 0 ? rest : rest.slice(0, at)),
    percent: mark === '=' ? 100 : (parseNumber(percent) ?? 0),
    feedback: at < 0 ? '' : decode(rest.slice(at + 1)),
  };
}

function decode(raw: string): string {
  return decodeEntities(raw.replace(/\\([~#}])/g, '$1')).trim();
}

function readNumbers(answers: readonly ReturnType<typeof readAnswer>[], weight: number, changes: Set<Texts>): GapDraft | Lost {
  const accepted = [];
  for (const { text, percent, feedback } of answers) {
    const [number = '', tolerance = '0'] = text.split(':', 2);
    const value = parseNumber(number);
    const distance = parseNumber(tolerance);
    if (value !== undefined && distance !== undefined) {
      accepted.push({ value, tolerance: Math.abs(distance), percent, feedback });
    } else if (text === '*') changes.add(otherNumberIsLeftOut);
    else return loseNumber(text);
  }
  return { type: 'number', accepted, weight };
}
