import type { QuestionContent } from '@lyceum/contracts/courses/question';
import type { Texts } from '@lyceum/contracts/shared/texts';
import { maxQuestions } from '../../../../authoring/bank/bank-limits.ts';
import { type ExchangeFinding, toPlace } from '../../../exchange/exchange-finding.ts';
import type { Lost } from '../../../question-exchange/read-question.ts';
import { settleItems } from '../../../question-exchange/settle-items.ts';
import { findChild, findWithin } from '../../../question-exchange/xml/xml-element.ts';
import type { Documents } from '../documents.ts';
import { toTitle } from '../text/tidy-text.ts';
import { type Fields, readFields, readNumber } from './read-fields.ts';
import { readItem } from './read-item.ts';

const restIsLost: Texts = {
  en: `A bank has at most ${maxQuestions} questions: the rest is left out.`,
  ru: `В банке не больше ${maxQuestions} вопросов: остальные не перенесены.`,
};

const limitIsChanged: Texts = {
  en: 'The limit of time or of attempts is not one that a quiz can have: it is left out.',
  ru: 'Такого ограничения времени или числа попыток у теста быть не может: оно не перенесено.',
};

/** Questions of an assessment or a bank. */
export interface ReadAssessment {
  readonly title: string;
  readonly questions: readonly QuestionContent[];
  readonly settings: {
    readonly timeLimitSeconds: number | null;
    readonly maxAttempts: number | null;
    readonly review: 'score' | 'answers' | 'key';
  };
  readonly changes: readonly Texts[];
  /** By numbers and names of questions. */
  readonly findings: readonly ExchangeFinding[];
}

export function readAssessment(documents: Documents, entry: string | undefined): ReadAssessment | Lost {
  const root = documents.readXml(entry, ['questestinterop']);
  if ('lost' in root) return root;
  const holder = findChild(root, 'assessment') ?? findChild(root, 'objectbank') ?? root;
  const items = findWithin(holder, ({ name }) => name === 'item');
  const { questions, findings } = settleItems(
    items.slice(0, maxQuestions).map((item, index) => ({
      place: toPlace(index + 1, item.attributes.get('title') ?? ''),
      read: readItem(item),
    })),
  );
  const fields = readFields(holder);
  const limits = readLimits(fields);
  const cut = items.length > maxQuestions ? [{ place: '', severity: 'lost' as const, message: restIsLost }] : [];
  return {
    title: toTitle(holder.attributes.get('title') ?? ''),
    questions,
    settings: { ...limits.settings, review: readReview(fields) },
    changes: limits.isChanged ? [limitIsChanged] : [],
    findings: [...findings, ...cut],
  };
}

/** The standard counts time in minutes; 0 is no limit. */
function readLimits(fields: Fields) {
  const minutes = readNumber(fields, ['qmd_timelimit', 'cc_timelimit']) ?? 0;
  const attempts = readNumber(fields, ['cc_maxattempts', 'qmd_maxattempts']) ?? 0;
  const seconds = Math.round(60 * minutes);
  const hasTime = seconds >= 10 && seconds <= 86_400;
  const hasAttempts = Number.isInteger(attempts) && attempts >= 1 && attempts <= 100;
  return {
    settings: { timeLimitSeconds: hasTime ? seconds : null, maxAttempts: hasAttempts ? attempts : null },
    isChanged: (minutes > 0 && !hasTime) || (attempts > 0 && !hasAttempts),
  };
}

function readReview(fields: Fields): 'score' | 'answers' | 'key' {
  if (/^yes$/i.test(fields.get('qmd_solutionspermitted') ?? '')) return 'key';
  return /^no$/i.test(fields.get('qmd_feedbackpermitted') ?? '') ? 'score' : 'answers';
}
