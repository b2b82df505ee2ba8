import type { PatchOperation } from '@lyceum/contracts/program-generation/finding';
import type { ProgramDocument } from '@lyceum/contracts/program-generation/program-document';
import { applyPatch } from 'rfc6902';
import { buildOutline, enrichDocument } from '../../test/factories.ts';
import { checkProgram, type LocalizedFinding, presentFindings } from './check-program.ts';

const today = new Date('2026-11-21T12:00:00.000Z');
const typicalDocument = enrichDocument(buildOutline());
const retraining = buildOutline({
  kind: 'professional-retraining',
  hours: 288,
  credits: 8,
  standards: [{ code: '06.001', title: 'Программист' }],
});
const discipline = buildOutline({ kind: 'discipline' });
const coursePlan = buildOutline({ kind: 'course-plan', hours: 20 });

type Value = Extract<PatchOperation, { op: 'add' }>['value'];
const set = (path: string, value: Value): PatchOperation => ({ op: 'replace', path, value });
const add = (path: string, value: Value): PatchOperation => ({ op: 'add', path, value });
const remove = (path: string): PatchOperation => ({ op: 'remove', path });

function change(document: ProgramDocument, operations: PatchOperation[]): ProgramDocument {
  // Questions may share their options, and a structured clone would let them go on sharing.
  const changed: ProgramDocument = JSON.parse(JSON.stringify(document));
  expect(applyPatch(changed, operations).filter((failure) => failure !== null)).toEqual([]);
  return changed;
}

/** `rule severity pointer`, with `+` where a fix is proposed. */
function summary({ rule, severity, pointer, fix }: LocalizedFinding): string {
  return `${rule} ${severity} ${pointer}${fix ? ' +' : ''}`;
}

/** What the change breaks. */
function brokenBy(document: ProgramDocument, operations: PatchOperation[]): string[] {
  const known = checkProgram(document, { today }).map(summary);
  return checkProgram(change(document, operations), { today })
    .map(summary)
    .filter((finding) => !known.includes(finding));
}

const topic = '/modules/0/topics/0';
const book = {
  id: 'b9',
  type: 'book',
  authors: [],
  title: 'Книга',
  publication: '',
  year: 2026,
  extent: '',
  url: null,
  accessed: null,
  origin: 'person',
};

describe('checkProgram', () => {
  it.each<[string, PatchOperation[], string[]]>([
    ['a topic without content', [set(`${topic}/content`, [])], [`P1 error ${topic}/content`]],
    ['hours of practice nobody describes', [set(`${topic}/practice`, [])], [`P1 warning ${topic}/practice`]],
    ['hours of self-study nobody describes', [set(`${topic}/selfStudy`, [])], [`P1 warning ${topic}/selfStudy`]],
    ['no schedule', [set('/calendar/weeks', [])], ['P1 error /calendar/weeks +']],
    ['nothing about the staff', [set('/conditions/staff', [])], ['P1 error /conditions/staff']],
    ['no criteria of the final assessment', [set('/finalAssessment/criteria', [])], ['P1 error /finalAssessment/criteria']],
    ['no criteria of a module', [set('/modules/0/assessment/criteria', [])], ['P1 warning /modules/0/assessment/criteria']],
    ['no questions', [set('/questions', [])], ['P1 error /questions', 'P5 warning /modules/0', 'P5 warning /modules/1']],

    ['too few hours for the kind', [set('/hours', 15)], ['P2 error /hours +', 'P3 error /hours +']],
    ['more hours than the curriculum has', [set('/hours', 73)], ['P3 error /hours +']],
    [
      'an hour more in a row of the curriculum',
      [set('/modules/0/hours/lectures', 11)],
      ['P3 error /hours +', 'P3 error /modules/0/hours/lectures +', 'P6 error /calendar/weeks +'],
    ],
    ['an hour more in a topic', [set(`${topic}/hours/practice`, 4)], ['P3 error /modules/0/hours/practice +']],
    [
      'an hour of a topic in the wrong column',
      [set(`${topic}/hours/practice`, 2), set(`${topic}/hours/assessment`, 1)],
      ['P3 error /modules/0/hours/practice +', 'P3 error /modules/0/hours/assessment +'],
    ],
    [
      'no hours for the final assessment',
      [set('/finalAssessment/hours', 0)],
      ['P3 error /hours +', 'P4 error /finalAssessment/hours +', 'P6 error /calendar/weeks +'],
    ],

    [
      'a module that leads nowhere',
      [set('/modules/0/outcomes', [])],
      [
        'P5 error /modules/0/outcomes +',
        'P5 error /outcomes/0 +',
        'P5 error /outcomes/1 +',
        'P5 warning /questions/0/outcomes',
        'P5 warning /questions/1/outcomes',
        'P5 warning /questions/2/outcomes',
        'P5 warning /questions/3/outcomes',
        'P5 warning /questions/4/outcomes',
      ],
    ],
    [
      'an outcome no module leads to',
      [remove('/modules/1/outcomes/0')],
      [
        'P5 error /outcomes/2 +',
        'P5 warning /questions/5/outcomes',
        'P5 warning /questions/6/outcomes',
        'P5 warning /questions/7/outcomes',
        'P5 warning /questions/8/outcomes',
      ],
    ],
    [
      'an outcome nothing checks',
      [set('/finalAssessment/outcomes', ['o1', 'o2', 'o3', 'o5']), remove('/questions/9')],
      ['P5 error /outcomes/3 +'],
    ],
    ['an outcome without a competence', [set('/outcomes/1/competences', [])], ['P5 error /outcomes/1/competences +']],
    [
      'a competence no outcome belongs to',
      [add('/competences/-', { id: 'c2', code: 'ПК-2', text: 'Способен', origin: 'new' })],
      ['P5 error /competences/1 +'],
    ],
    ['a module nobody asks about', [remove('/questions/9'), remove('/questions/8')], []],
    [
      'a question about what its module does not teach',
      [set('/questions/0/outcomes', ['o3'])],
      ['P5 warning /questions/0/outcomes'],
    ],

    ['a week with too many hours', [set('/calendar/weeklyLimit', 35)], ['P6 error /calendar/weeks/0 +']],
    ['a week that is gone', [remove('/calendar/weeks/0')], ['P6 error /calendar/weeks +']],
    [
      'a module scheduled after the final assessment',
      [{ op: 'move', from: '/calendar/weeks/1', path: '/calendar/weeks/0' }],
      ['P6 warning /calendar/weeks/0 +'],
    ],

    ['credits that are not the hours', [set('/credits', 3)], ['P7 error /credits +']],

    ['no competence of the present qualification', [set('/competences/0/origin', 'new')], ['P9 error /competences']],
    ['an unusual code of a competence', [set('/competences/0/code', 'навык')], ['P9 warning /competences/0/code +']],

    ['tests without a passing score', [set('/passingPercent', null)], ['P10 error /passingPercent +']],
    [
      'a test with one option',
      [set('/questions/1/options', ['Да']), set('/questions/1/key', [0])],
      ['P10 error /questions/1/options'],
    ],
    [
      'an option given twice, in other letters',
      [add('/questions/1/options/-', ' ПЕРВЫЙ  вариант')],
      ['P10 error /questions/1/options/4 +'],
    ],
    ['an option given twice with ё', [set('/questions/1/options', ['Ещё', 'еще'])], ['P10 error /questions/1/options/1']],
    ['a single choice with two keys', [set('/questions/1/key', [0, 1])], ['P10 error /questions/1/key']],
    ['a single choice without a key', [set('/questions/1/key', [])], ['P10 error /questions/1/key']],
    ['a multiple choice without a key', [set('/questions/2/key', [])], ['P10 error /questions/2/key']],
    ['a key that leads to no option', [set('/questions/2/key', [0, 4])], ['P10 error /questions/2/key/1 +']],
    ['a key given twice', [set('/questions/2/key', [0, 0])], ['P10 error /questions/2/key/1 +']],
    ['a task nobody can assess', [set('/questions/9/criterion', '')], ['P10 error /questions/9']],
    ['options of an open question', [set('/questions/0/options', ['А', 'Б'])], ['P10 warning /questions/0/options +']],
    [
      'a question asked twice',
      [add('/questions/-', { ...typicalDocument.questions[0], id: 'q99' })],
      ['P10 error /questions/11/text +'],
    ],
    [
      'a question asked twice that alone checks an outcome',
      [
        set('/finalAssessment/outcomes', ['o1', 'o2', 'o3', 'o5']),
        set('/questions/9/text', typicalDocument.questions[0]?.text ?? ''),
      ],
      ['P10 error /questions/9/text'],
    ],

    ['no sources', [set('/sources', []), set('/modules/0/sources', []), set('/modules/1/sources', [])], ['P11 error /sources +']],
    ['a source from the future', [set('/sources/2/year', 2027)], ['P11 error /sources/2/year']],
    ['a visit in the future', [set('/sources/4/accessed', '2026-11-22')], ['P11 error /sources/4/accessed']],
    ['a site without an address', [set('/sources/4/url', null)], ['P11 error /sources/4/url']],
    ['an address nobody visited', [set('/sources/4/accessed', null)], ['P11 warning /sources/4/accessed']],
    ['a book without a year', [set('/sources/2/year', null)], ['P11 warning /sources/2/year']],
    ['a source that a model named', [set('/sources/2/origin', 'model')], ['P11 warning /sources/2 +']],
    ['a source no module uses', [add('/sources/-', book)], ['P11 warning /sources/5']],

    ['an unknown competence of an outcome', [add('/outcomes/0/competences/-', 'c9')], ['R1 error /outcomes/0/competences/1 +']],
    ['an unknown outcome of a module', [add('/modules/0/outcomes/-', 'o9')], ['R1 error /modules/0/outcomes/3 +']],
    ['an unknown outcome at the end', [add('/finalAssessment/outcomes/-', 'o9')], ['R1 error /finalAssessment/outcomes/5 +']],
    ['an unknown source of a module', [add('/modules/0/sources/-', 's9')], ['R1 error /modules/0/sources/3 +']],
    [
      'an unknown outcome of a question',
      [set('/questions/0/outcomes', ['o9'])],
      ['P5 warning /questions/0/outcomes', 'R1 error /questions/0/outcomes/0 +'],
    ],
    ['an unknown module of a question', [set('/questions/0/module', 'm9')], ['R1 error /questions/0/module +']],
    [
      'an unknown module in the schedule',
      [set('/calendar/weeks/0/load/0/module', 'm9')],
      ['P6 error /calendar/weeks +', 'R1 error /calendar/weeks/0/load/0/module +'],
    ],
    ['an outcome named twice', [add('/modules/0/outcomes/-', 'o1')], ['R1 warning /modules/0/outcomes/3 +']],
    ['a topic with the id of another', [set('/modules/1/topics/0/id', 'm1t1')], ['R2 error /modules/1/topics/0/id +']],
    [
      'a module that takes the name of the end',
      [set('/modules/1/id', 'final')],
      [
        'P5 warning /modules/1',
        'P6 error /calendar/weeks +',
        ...[5, 6, 7, 8, 9].map((question) => `R1 error /questions/${question}/module +`),
        'R1 error /calendar/weeks/0/load/1/module +',
        'R2 error /modules/1/id',
      ],
    ],
    ['a code of an outcome given twice', [set('/outcomes/1/code', 'ро-1')], ['R3 error /outcomes/1/code +']],
  ])('finds %s', (_, operations, expected) => {
    expect(brokenBy(typicalDocument, operations)).toEqual(expected);
  });

  it.each<[string, PatchOperation[], string[]]>([
    ['qualification', [set('/titleBlock/qualification', '')], ['P9 error /titleBlock/qualification']],
    ['professional standard', [set('/standards', [])], ['P9 warning /standards']],
    ['new competence', [set('/competences/0/origin', 'existing')], ['P9 error /competences']],
    ['250 hours', [set('/hours', 249)], ['P2 error /hours +', 'P7 error /credits +', 'P3 error /hours +']],
  ])('finds professional retraining without a %s', (_, operations, expected) => {
    expect(brokenBy(retraining, operations)).toEqual(expected);
  });

  it.each([
    ['professional development', typicalDocument],
    ['professional retraining', retraining],
    ['a discipline', discipline],
    ['a course plan', coursePlan],
  ])('finds no error in what the outline writes of %s', (_, document) => {
    expect(checkProgram(document, { today }).filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('asks nobody to approve a course plan, and says what it finds in the language of the reader', () => {
    const withoutOrganisation = [set('/titleBlock/organisation', '')];
    const ofApproval = (document: ProgramDocument) => checkProgram(document, { today }).filter(({ rule }) => rule === 'P12');
    expect(ofApproval(change(coursePlan, withoutOrganisation))).toEqual([]);
    const findings = ofApproval(change(typicalDocument, withoutOrganisation));
    const [russian, english] = (['ru', 'en'] as const).map((locale) => presentFindings(findings, locale)[0]);
    expect(russian).toEqual({ ...english, message: expect.stringMatching(/[а-яё]/i) });
    expect(english?.message).not.toMatch(/[а-яё]/i);
  });
});
