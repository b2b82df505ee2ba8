import type { QuestionContent } from '@lyceum/contracts/courses/question';
import { escapeXml, writeElement } from '../../../question-exchange/xml/write-element.ts';
import type { ProfileQuestion } from './to-profile.ts';
import { writeFields, writeMaterial } from './write-material.ts';

const respident = 'response1';
const general = 'general_fb';

/** An item of QTI 1.2 by the profile of Common Cartridge. */
export function writeItem({ title, points, feedback, tags }: QuestionContent, question: ProfileQuestion, ident: string): string {
  const [category] = tags;
  const answers = question.kind === 'choice' ? question.options : question.accepted;
  const said = answers.map(({ feedback: text }, index) => ({ text, name: `a${index + 1}_fb`, test: writeTest(question, index) }));
  const spoken = said.filter(({ text }) => text !== '');
  return writeElement(
    'item',
    title === '' ? { ident } : { ident, title },
    writeElement(
      'itemmetadata',
      {},
      writeFields([
        ['cc_profile', toProfileName(question)],
        ['cc_weighting', `${points}`],
        ...(category === undefined ? [] : [['cc_question_category', category] as const]),
      ]),
    ),
    writeElement('presentation', {}, writeMaterial(question.prompt), writeResponse(question)),
    writeElement(
      'resprocessing',
      {},
      writeElement(
        'outcomes',
        {},
        writeElement('decvar', { maxvalue: '100', minvalue: '0', varname: 'SCORE', vartype: 'Decimal' }),
      ),
      ...(feedback === '' ? [] : [writeSaying('<other/>', general)]),
      ...spoken.map(({ test, name }) => writeSaying(test, name)),
      writeElement(
        'respcondition',
        { continue: 'No' },
        writeElement('conditionvar', {}, writeRight(question)),
        writeElement('setvar', { action: 'Set', varname: 'SCORE' }, '100'),
      ),
    ),
    ...(feedback === '' ? [] : [writeFeedback(general, feedback)]),
    ...spoken.map(({ name, text }) => writeFeedback(name, text)),
  );
}

function toProfileName(question: ProfileQuestion): string {
  if (question.kind === 'choice') return `cc.multiple_${question.isMultiple ? 'response' : 'choice'}.v0p1`;
  return question.accepted.some(({ isPart }) => isPart) ? 'cc.pattern_match.v0p1' : 'cc.fib.v0p1';
}

function writeResponse(question: ProfileQuestion): string {
  if (question.kind === 'entry') {
    return writeElement('response_str', { ident: respident, rcardinality: 'Single' }, writeElement('render_fib', {}));
  }
  const labels = question.options.map(({ text }, index) =>
    writeElement('response_label', { ident: `a${index + 1}` }, writeMaterial(text)),
  );
  const rcardinality = question.isMultiple ? 'Multiple' : 'Single';
  return writeElement('response_lid', { ident: respident, rcardinality }, writeElement('render_choice', {}, ...labels));
}

/** Whether a certain answer was given. */
function writeTest(question: ProfileQuestion, index: number): string {
  if (question.kind === 'choice') return writeElement('varequal', { respident }, `a${index + 1}`);
  const answer = question.accepted[index];
  const isPart = answer?.isPart === true;
  const attributes = { respident, case: question.caseSensitive ? 'Yes' : 'No' };
  return writeElement(isPart ? 'varsubstring' : 'varequal', attributes, escapeXml(answer?.text ?? ''));
}

function writeRight(question: ProfileQuestion): string {
  if (question.kind === 'entry') return question.accepted.map((_, index) => writeTest(question, index)).join('');
  const tests = question.options.map(({ isRight }, index) => ({ isRight, test: writeTest(question, index) }));
  if (!question.isMultiple) return tests.find(({ isRight }) => isRight)?.test ?? '';
  return writeElement('and', {}, ...tests.map(({ isRight, test }) => (isRight ? test : writeElement('not', {}, test))));
}

function writeSaying(test: string, linkrefid: string): string {
  return writeElement(
    'respcondition',
    { continue: 'Yes' },
    writeElement('conditionvar', {}, test),
    writeElement('displayfeedback', { feedbacktype: 'Response', linkrefid }),
  );
}

function writeFeedback(ident: string, text: string): string {
  return writeElement('itemfeedback', { ident }, writeElement('flow_mat', {}, writeMaterial(text)));
}
