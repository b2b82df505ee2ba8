import type { LessonContent } from '@lyceum/contracts/courses/lesson-content';
import type { QuestionContent } from '@lyceum/contracts/courses/question';
import type { Texts } from '@lyceum/contracts/shared/texts';
import { type ExchangeFinding, toPlace } from '../../../exchange/exchange-finding.ts';
import { writeElement } from '../../../question-exchange/xml/write-element.ts';
import type { TreeBank } from '../../../tree/course-tree.ts';
import { type ProfileQuestion, toProfile } from './to-profile.ts';
import { writeItem } from './write-item.ts';
import { writeFields } from './write-material.ts';

const tagsAreLost: Texts = {
  en: 'Of the tags the first stays, as the category of the question.',
  ru: 'Из меток осталась первая — как категория вопроса.',
};

/** A question that can be written, with how. */
export interface PreparedQuestion {
  readonly content: QuestionContent;
  readonly question: ProfileQuestion;
}

/** Questions of a bank that the standard can hold, and what is to say of them and of the others. */
export function prepareBank({ title, questions }: TreeBank): { prepared: PreparedQuestion[]; findings: ExchangeFinding[] } {
  const prepared: PreparedQuestion[] = [];
  const findings: ExchangeFinding[] = [];
  for (const [index, content] of questions.entries()) {
    const place = `${title}: ${toPlace(index + 1, content.title)}`;
    const question = toProfile(content);
    if ('lost' in question) {
      findings.push({ place, severity: 'lost', message: question.lost });
      continue;
    }
    prepared.push({ content, question });
    const changes = [...question.changes, ...(content.tags.length > 1 ? [tagsAreLost] : [])];
    findings.push(...changes.map((message) => ({ place, severity: 'changed' as const, message })));
  }
  return { prepared, findings };
}

const namespaces = {
  xmlns: 'http://www.imsglobal.org/xsd/ims_qtiasiv1p2',
  'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
  'xsi:schemaLocation':
    'http://www.imsglobal.org/xsd/ims_qtiasiv1p2 http://www.imsglobal.org/profile/cc/ccv1p3/ccv1p3_qtiasiv1p2p1_v1p0.xsd',
};

interface Quiz {
  readonly ident: string;
  readonly title: string;
  readonly settings: Extract<LessonContent, { type: 'quiz' }>['settings'];
  readonly questions: readonly PreparedQuestion[];
}

export function writeAssessment({ ident, title, settings, questions }: Quiz): string {
  const { review, timeLimitSeconds, maxAttempts } = settings;
  const toAnswer = (isYes: boolean) => (isYes ? 'Yes' : 'No');
  const metadata = writeFields([
    ['cc_profile', 'cc.exam.v0p1'],
    ['qmd_assessmenttype', 'Examination'],
    ['qmd_scoretype', 'Percentage'],
    ['qmd_feedbackpermitted', toAnswer(review === 'answers' || review === 'key')],
    ['qmd_solutionspermitted', toAnswer(review === 'key')],
    ...(timeLimitSeconds === null ? [] : [['qmd_timelimit', `${Math.ceil(timeLimitSeconds / 60)}`] as const]),
    ['cc_maxattempts', maxAttempts === null ? 'unlimited' : `${maxAttempts}`],
  ]);
  const section = writeElement('section', { ident: 'root_section' }, ...writeItems(questions, ident));
  return writeInterop(writeElement('assessment', { ident, title }, metadata, section));
}

/** The questions of no quiz. */
export function writeObjectBank(ident: string, questions: readonly PreparedQuestion[]): string {
  return writeInterop(writeElement('objectbank', { ident }, ...writeItems(questions, ident)));
}

function writeItems(questions: readonly PreparedQuestion[], ident: string): string[] {
  return questions.map(({ content, question }, index) => writeItem(content, question, `${ident}_Q${index + 1}`));
}

function writeInterop(inner: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${writeElement('questestinterop', namespaces, inner)}\n`;
}
