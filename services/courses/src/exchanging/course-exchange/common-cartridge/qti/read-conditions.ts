import { parseNumber } from '../../../question-exchange/text/parse-number.ts';
import { findChild, findChildren, findWithin, toText, type XmlElement } from '../../../question-exchange/xml/xml-element.ts';

interface TestedValue {
  readonly text: string;
  /** Whether any text around it is right, too. */
  readonly isPart: boolean;
  readonly caseSensitive: boolean;
}

/** What becomes of some answers. */
export interface Condition {
  /** Answers it holds for; none when it holds for all that are left. */
  readonly values: readonly TestedValue[];
  /** Whether its values must be chosen together. */
  readonly isTogether: boolean;
  /** What it earns; undefined when it only says something. */
  readonly score: number | undefined;
  /** Names of what is said. */
  readonly feedback: readonly string[];
}

export function readConditions(item: XmlElement): readonly Condition[] {
  const processing = findChild(item, 'resprocessing');
  return findChildren(processing, 'respcondition').map((condition) => {
    const variables = findChild(condition, 'conditionvar');
    const scores = findChildren(condition, 'setvar').map((set) => parseNumber(toText(set)));
    return {
      values: variables ? readValues(variables) : [],
      isTogether: variables !== undefined && findWithin(variables, ({ name }) => name === 'and').length > 0,
      score: scores.find((score) => score !== undefined),
      feedback: findChildren(condition, 'displayfeedback').map(({ attributes }) => attributes.get('linkrefid') ?? ''),
    };
  });
}

/** What must not be chosen is no value. */
function readValues(variables: XmlElement): TestedValue[] {
  const tests = findWithin(variables, ({ name }) => name === 'not' || name === 'varequal' || name === 'varsubstring');
  return tests
    .filter(({ name }) => name !== 'not')
    .map((test) => ({
      text: toText(test).trim(),
      isPart: test.name === 'varsubstring',
      caseSensitive: /^yes$/i.test(test.attributes.get('case') ?? ''),
    }));
}
