import type { Texts } from '@lyceum/contracts/shared/texts';
import { noKey } from '../../../question-exchange/qti/read-pairs.ts';
import { type AnsweringDraft, type Lost, maxAnswers, type ReadQuestion } from '../../../question-exchange/read-question.ts';
import { loseNumber, parseNumber } from '../../../question-exchange/text/parse-number.ts';
import { toLine } from '../../../question-exchange/text/to-line.ts';
import { findChild, findWithin, type XmlElement } from '../../../question-exchange/xml/xml-element.ts';
import { readChoice } from './read-choice.ts';
import { type Condition, readConditions } from './read-conditions.ts';
import { type Feedback, readFeedback } from './read-feedback.ts';
import { readFields, readNumber } from './read-fields.ts';
import { readMaterial } from './read-material.ts';

const essay: Lost = {
  lost: {
    en: 'The question wants an essay, which only a person can grade. Make an assignment of it.',
    ru: 'Вопрос требует развёрнутого ответа, который проверяет только человек. Сделайте из него задание.',
  },
};

const noQuestion: Lost = { lost: { en: 'The item asks nothing.', ru: 'В задании нет вопроса.' } };

const severalAtOnce: Lost = {
  lost: {
    en: 'The item asks several things at once.',
    ru: 'В задании сразу несколько вопросов.',
  },
};

const isResponse = ({ name }: XmlElement) => name.startsWith('response_');

/** The question of an item of QTI 1.2. */
export function readItem(item: XmlElement): ReadQuestion {
  const fields = readFields(item);
  const kind = fields.get('cc_profile') ?? fields.get('question_type') ?? '';
  const presentation = findChild(item, 'presentation');
  const [response, ...others] = presentation ? findWithin(presentation, isResponse) : [];
  if (/essay/.test(kind)) return essay;
  if (!presentation || !response) return noQuestion;
  if (others.length > 0) return severalAtOnce;
  const changes = new Set<Texts>();
  const conditions = readConditions(item);
  const feedback = readFeedback(item, conditions, changes);
  const answering = readAnswering(response, kind, { conditions, feedback, changes });
  if ('lost' in answering) return answering;
  const category = toLine(fields.get('cc_question_category') ?? '');
  return {
    draft: {
      title: item.attributes.get('title') ?? '',
      prompt: readMaterial(dropResponse(presentation, response), changes),
      answering,
      points: readNumber(fields, ['cc_weighting', 'points_possible', 'qmd_weighting']) ?? 1,
      feedback: feedback.general,
      tags: category === '' ? [] : [category],
    },
    changes,
  };
}

interface Context {
  readonly conditions: readonly Condition[];
  readonly feedback: Feedback;
  /** What was left out is added to them. */
  readonly changes: Set<Texts>;
}

function readAnswering(response: XmlElement, kind: string, context: Context): AnsweringDraft | Lost {
  if (!context.conditions.some(({ score, values }) => (score ?? 0) > 0 && values.length > 0)) return noKey;
  const [choice] = findWithin(response, ({ name }) => name === 'render_choice');
  if (choice) {
    const isMultiple = /^multiple$/i.test(response.attributes.get('rcardinality') ?? '') || /multiple_(?:resp|ans)/.test(kind);
    return readChoice(choice, isMultiple, context);
  }
  const [entry] = findWithin({ ...response, children: [response] }, ({ name }) => name === 'render_fib');
  const isNumber = response.name === 'response_num' || /^(?:integer|decimal)$/i.test(entry?.attributes.get('fibtype') ?? '');
  return isNumber ? readNumbers(context) : readTexts(context);
}

/** Each value that earns something, in percent of the best. */
function readEarning({ conditions, feedback }: Context) {
  const earning = conditions.filter(({ score }) => (score ?? 0) > 0);
  const best = earning.reduce((max, { score }) => Math.max(max, score ?? 0), 0);
  const values = earning.flatMap((condition) =>
    condition.values.map((value) => ({ ...value, percent: Number(((100 * (condition.score ?? 0)) / best).toFixed(5)) })),
  );
  return values.slice(0, maxAnswers + 1).map((value) => ({
    ...value,
    feedback: feedback.byValue.get(value.text) ?? (value.percent === 100 ? feedback.correct : ''),
  }));
}

function readTexts(context: Context): AnsweringDraft {
  const values = readEarning(context);
  return {
    type: 'short-text',
    accepted: values.map(({ text, isPart, percent, feedback }) => {
      // An asterisk stands for any text with us.
      const exact = toLine(text).replaceAll('*', '\\*');
      return { text: isPart ? `*${exact}*` : exact, percent, feedback };
    }),
    caseSensitive: values.every(({ caseSensitive }) => caseSensitive),
  };
}

function readNumbers(context: Context): AnsweringDraft | Lost {
  const accepted = [];
  for (const { text, percent, feedback } of readEarning(context)) {
    const value = parseNumber(text);
    if (value === undefined) return loseNumber(text);
    accepted.push({ value, tolerance: 0, percent, feedback });
  }
  return { type: 'number', accepted };
}

function dropResponse(element: XmlElement, response: XmlElement): XmlElement {
  const children = element.children.filter((child) => child !== response);
  return { ...element, children: children.map((child) => (typeof child === 'string' ? child : dropResponse(child, response))) };
}
