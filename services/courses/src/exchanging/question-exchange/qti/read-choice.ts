import type { Texts } from '@lyceum/contracts/shared/texts';
import type { AnsweringDraft } from '../read-question.ts';
import { findWithin, type XmlElement } from '../xml/xml-element.ts';
import type { Response } from './read-responses.ts';
import type { Scoring } from './read-scoring.ts';
import { writeBlocks } from './write-html.ts';

const partsEarn: Texts = {
  en: 'A part of the right options earns a part of the points now; a wrong one still takes them all.',
  ru: 'Часть верных вариантов теперь даёт часть баллов; неверный вариант по-прежнему отнимает все.',
};

/** A choice of one or of several. */
export function readChoice(
  interaction: XmlElement,
  response: Response,
  { scoring, changes }: { scoring: Scoring; changes: Set<Texts> },
): AnsweringDraft {
  const percents = toPercents(response, scoring);
  if (!response.isSingle && !usesMapping(response, scoring) && response.correct.length > 1) changes.add(partsEarn);
  const choices = findWithin(interaction, ({ name }) => name === 'simpleChoice' || name === 'inlineChoice');
  const options = choices.map((choice) => ({
    text: writeChoice(choice, changes),
    percent: percents(choice.attributes.get('identifier') ?? ''),
    feedback: findWithin(choice, ({ name }) => name === 'feedbackInline')
      .map(({ children }) => writeBlocks(children, { replace: () => undefined, changes }))
      .join('\n\n'),
  }));
  return { type: response.isSingle ? 'single' : 'multiple', options };
}

/** The text of what can be chosen, without what is said about it. */
export function writeChoice(choice: XmlElement, changes: Set<Texts>): string {
  return writeBlocks(choice.children, { replace: ({ name }) => (name === 'feedbackInline' ? '' : undefined), changes });
}

/** Whether each value has its own worth. */
export function usesMapping({ mapped, correct }: Response, scoring: Scoring): boolean {
  return mapped.length > 0 && (scoring === 'mapping' || correct.length === 0);
}

/** What each value earns, in percent of the best answer. */
export function toPercents(response: Response, scoring: Scoring): (key: string) => number {
  const { mapped, correct, isSingle, otherwise } = response;
  if (usesMapping(response, scoring)) {
    const worth = new Map(mapped.map(({ key, value }) => [key, value]));
    const positive = [...worth.values()].filter((value) => value > 0);
    const best = isSingle
      ? positive.reduce((max, value) => Math.max(max, value), 0)
      : positive.reduce((sum, value) => sum + value, 0);
    return (key) => toPercent(worth.get(key) ?? otherwise, best);
  }
  const right = new Set(correct);
  const wrong = isSingle ? 0 : -100;
  return (key) => (right.has(key) ? toPercent(1, isSingle ? 1 : right.size) : wrong);
}

function toPercent(value: number, best: number): number {
  return best > 0 ? Math.max(-100, Number(((100 * value) / best).toFixed(5))) : 0;
}
