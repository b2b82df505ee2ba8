import type { Texts } from '@lyceum/contracts/shared/texts';
import { findChildren, type XmlElement } from '../../../question-exchange/xml/xml-element.ts';
import type { Condition } from './read-conditions.ts';
import { readMaterial } from './read-material.ts';

/** What is said after an answer. */
export interface Feedback {
  readonly general: string;
  readonly correct: string;
  readonly incorrect: string;
  /** By what was answered. */
  readonly byValue: ReadonlyMap<string, string>;
}

export function readFeedback(item: XmlElement, conditions: readonly Condition[], changes: Set<Texts>): Feedback {
  const texts = new Map(
    findChildren(item, 'itemfeedback').map((one) => [one.attributes.get('ident') ?? '', readMaterial(one, changes)]),
  );
  const said = { general: new Set<string>(), correct: new Set<string>(), incorrect: new Set<string>() };
  const byValue = new Map<string, string>();
  for (const { values, score, feedback } of conditions) {
    for (const name of feedback) {
      const text = texts.get(name) ?? '';
      const [value, ...others] = values;
      if (text === '') continue;
      if (value && others.length === 0 && !/correct/i.test(name)) byValue.set(value.text, text);
      else if ((score ?? 0) > 0) said.correct.add(text);
      else if (/incorrect|wrong/i.test(name)) said.incorrect.add(text);
      else if (/correct/i.test(name)) said.correct.add(text);
      else said.general.add(text);
    }
  }
  const join = (all: ReadonlySet<string>) => [...all].join('\n\n');
  return { general: join(said.general), correct: join(said.correct), incorrect: join(said.incorrect), byValue };
}
