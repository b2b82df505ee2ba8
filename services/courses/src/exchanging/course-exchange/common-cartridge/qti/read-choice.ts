import type { Texts } from '@lyceum/contracts/shared/texts';
import { type AnsweringDraft, maxAnswers } from '../../../question-exchange/read-question.ts';
import { findWithin, type XmlElement } from '../../../question-exchange/xml/xml-element.ts';
import type { Condition } from './read-conditions.ts';
import type { Feedback } from './read-feedback.ts';
import { readMaterial } from './read-material.ts';

const partsEarn: Texts = {
  en: 'A part of the right options earns a part of the points now; a wrong one still takes them all.',
  ru: 'Часть верных вариантов теперь даёт часть баллов; неверный вариант по-прежнему отнимает все.',
};

const feedbackIsLost: Texts = {
  en: 'Feedback that depends on whether the whole answer is right is left out.',
  ru: 'Комментарии, которые зависят от верности всего ответа, не перенесены.',
};

interface Context {
  readonly conditions: readonly Condition[];
  readonly feedback: Feedback;
  /** What was left out is added to them. */
  readonly changes: Set<Texts>;
}

/** A choice of one or of several. */
export function readChoice(choice: XmlElement, isMultiple: boolean, context: Context): AnsweringDraft {
  const { conditions, feedback, changes } = context;
  const percents = isMultiple ? readParts(conditions, changes) : readBest(conditions);
  if (isMultiple && feedback.correct + feedback.incorrect !== '') changes.add(feedbackIsLost);
  const labels = findWithin(choice, ({ name }) => name === 'response_label').slice(0, maxAnswers + 1);
  const options = labels.map((label) => {
    const ident = label.attributes.get('ident') ?? '';
    const percent = percents.get(ident) ?? (isMultiple ? -100 : 0);
    const others = isMultiple ? '' : percent === 100 ? feedback.correct : feedback.incorrect;
    return { text: readMaterial(label, changes), percent, feedback: feedback.byValue.get(ident) ?? others };
  });
  return { type: isMultiple ? 'multiple' : 'single', options };
}

/** What each option earns, in percent of the best one. */
function readBest(conditions: readonly Condition[]): ReadonlyMap<string, number> {
  const scored = conditions.filter(({ score }) => score !== undefined);
  const best = Math.max(...scored.map(({ score }) => score ?? 0));
  const percents = new Map<string, number>();
  for (const { values, score = 0 } of scored) {
    for (const { text } of values) {
      if (!percents.has(text)) percents.set(text, Math.max(-100, Number(((100 * score) / best).toFixed(5))));
    }
  }
  return percents;
}

/** What each right option earns of the whole. */
function readParts(conditions: readonly Condition[], changes: Set<Texts>): ReadonlyMap<string, number> {
  const earning = conditions.filter(({ score, values }) => (score ?? 0) > 0 && values.length > 0);
  const singles = earning.filter(({ values }) => values.length === 1);
  if (singles.length > 1 && singles.length === earning.length) {
    const sum = singles.reduce((total, { score }) => total + (score ?? 0), 0);
    return new Map(singles.map(({ values, score = 0 }) => [values[0]?.text ?? '', Number(((100 * score) / sum).toFixed(5))]));
  }
  const [best] = earning.toSorted((one, other) => (other.score ?? 0) - (one.score ?? 0));
  const right = new Set(best?.values.map(({ text }) => text));
  if (right.size > 1) changes.add(partsEarn);
  return new Map([...right].map((ident) => [ident, Number((100 / right.size).toFixed(5))]));
}
