import type { Texts } from '@lyceum/contracts/shared/texts';
import { parseNumber } from '../text/parse-number.ts';
import { findChild, findChildren, toText, type XmlElement } from '../xml/xml-element.ts';

const ownRules: Texts = {
  en: 'The question has scoring rules of its own. They are left out: the declared right answers count.',
  ru: 'У вопроса собственные правила оценивания. Они не перенесены: учтены указанные верные ответы.',
};

const feedbackIsLeftOut: Texts = {
  en: 'Feedback that depends on the answer is left out.',
  ru: 'Комментарии, которые зависят от ответа, не перенесены.',
};

/** By what answers earn points: whether they are right, or what each is worth. */
export type Scoring = 'correct' | 'mapping' | 'unknown';

/** The standard template that an item names; other rules cannot be taken over. */
export function readScoring(item: XmlElement, changes: Set<Texts>): Scoring {
  if (findChild(item, 'modalFeedback')) changes.add(feedbackIsLeftOut);
  const processing = findChild(item, 'responseProcessing');
  const template = /\/(match_correct|map_response)(?:\.xml)?$/.exec(processing?.attributes.get('template') ?? '')?.[1];
  if (template) return template === 'match_correct' ? 'correct' : 'mapping';
  if (processing) changes.add(ownRules);
  return 'unknown';
}

/** What the right answer earns, as the item declares it. */
export function readPoints(item: XmlElement): number {
  const outcomes = findChildren(item, 'outcomeDeclaration');
  const find = (name: string) => outcomes.find(({ attributes }) => attributes.get('identifier') === name);
  const max = parseNumber(find('SCORE')?.attributes.get('normalMaximum') ?? '');
  return max ?? parseNumber(toText(findChild(find('MAXSCORE'), 'defaultValue'))) ?? 1;
}
