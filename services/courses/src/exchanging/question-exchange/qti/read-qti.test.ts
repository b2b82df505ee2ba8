import { crc32, deflateRawSync } from 'node:zlib';
import { importQuestions } from '../import-questions.ts';

const read = (bytes: Buffer | string) => importQuestions({ format: 'qti', bytes: Buffer.from(bytes) });

interface Entry {
  readonly name: string | Buffer;
  readonly content: string;
  /** What the directory says instead of the truth. */
  readonly size?: number;
  readonly sum?: number;
  readonly attributes?: number;
  readonly flags?: number;
}

/** A zip file; of APPNOTE 4.3 only what a reader needs. */
function zip(entries: readonly Entry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name: written, content, size, sum, attributes = 0, flags = 0x800 } of entries) {
    const name = Buffer.from(written);
    const packed = deflateRawSync(content);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(sum ?? crc32(content), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(size ?? Buffer.byteLength(content), 18);
    common.writeUInt16LE(name.length, 22);
    parts.push(Buffer.from('PK\u0003\u0004', 'latin1'), common, name, packed);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(attributes >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\u0001\u0002\u0014\u0003', 'latin1'), common, rest, name);
    offset += 4 + 26 + name.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

const ns = 'xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1"';
const template = (name: string) =>
  `<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/${name}"/>`;
const declare = (cardinality: string, type: string, inner: string, id = 'RESPONSE') =>
  `<responseDeclaration identifier="${id}" cardinality="${cardinality}" baseType="${type}">${inner}</responseDeclaration>`;
const correct = (...values: string[]) =>
  `<correctResponse>${values.map((value) => `<value>${value}</value>`).join('')}</correctResponse>`;
const item = (declarations: string, body: string, rest = template('match_correct')) => `<?xml version="1.0" encoding="UTF-8"?>
<assessmentItem ${ns} identifier="i1" title="Item" adaptive="false" timeDependent="false">
  ${declarations}
  <outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float" normalMaximum="3"/>
  <itemBody>${body}</itemBody>
  ${rest}
</assessmentItem>`;
const choices = (kind: string, ...texts: string[]) =>
  `<${kind} responseIdentifier="RESPONSE" shuffle="true" maxChoices="0"><prompt>Which?</prompt>${texts
    .map((text, index) => `<simpleChoice identifier="C${index}">${text}</simpleChoice>`)
    .join('\n')}</${kind}>`;
const entry = (id = 'RESPONSE') => `<textEntryInteraction responseIdentifier="${id}" expectedLength="10"/>`;
const mapping =
  '<mapping defaultValue="-1"><mapEntry mapKey="C0" mappedValue="2"/><mapEntry mapKey="C1" mappedValue="2"/></mapping>';

it.each<[string, string, object]>([
  [
    'a choice of one',
    item(
      declare('single', 'identifier', correct('C1')),
      `<div><p>Look &lt; at *this*:</p></div>${choices('choiceInteraction', 'a', '<b>b</b><feedbackInline outcomeIdentifier="F" identifier="C1">Yes</feedbackInline>')}`,
    ),
    {
      title: 'Item',
      points: 3,
      prompt: 'Look &lt; at &#42;this&#42;:\n\nWhich?',
      answering: {
        type: 'single',
        options: [
          { text: 'a', percent: 0 },
          { text: '<b>b</b>', percent: 100, feedback: 'Yes' },
        ],
      },
    },
  ],
  [
    'a choice of several by their worth',
    item(
      declare('multiple', 'identifier', correct('C0', 'C1') + mapping),
      choices('choiceInteraction', 'a', 'b', 'c'),
      template('map_response'),
    ),
    { answering: { type: 'multiple', options: [{ percent: 50 }, { percent: 50 }, { percent: -25 }] } },
  ],
  [
    'an order',
    item(declare('ordered', 'identifier', correct('C1', 'C0')), choices('orderInteraction', 'second', 'first')),
    { prompt: 'Which?', answering: { type: 'ordering', items: ['first', 'second'] } },
  ],
  [
    'pairs',
    item(
      declare('multiple', 'directedPair', correct('A X', 'B Y')),
      `<matchInteraction responseIdentifier="RESPONSE"><prompt>Match</prompt>
        <simpleMatchSet><simpleAssociableChoice identifier="A" matchMax="1">a</simpleAssociableChoice><simpleAssociableChoice identifier="B" matchMax="1">b</simpleAssociableChoice></simpleMatchSet>
        <simpleMatchSet><simpleAssociableChoice identifier="X" matchMax="1">x</simpleAssociableChoice><simpleAssociableChoice identifier="Y" matchMax="1"> y  y </simpleAssociableChoice><simpleAssociableChoice identifier="Z" matchMax="1">z</simpleAssociableChoice></simpleMatchSet></matchInteraction>`,
    ),
    {
      prompt: 'Match',
      answering: {
        type: 'matching',
        pairs: [
          { left: 'a', right: 'x' },
          { left: 'b', right: 'y y' },
        ],
        distractors: ['z'],
      },
    },
  ],
  [
    'a short answer',
    item(
      declare(
        'single',
        'string',
        '<mapping defaultValue="0"><mapEntry mapKey="York*" mappedValue="1" caseSensitive="false"/><mapEntry mapKey="york" mappedValue="0.5"/></mapping>',
      ),
      `<p>Richard of ${entry()}?</p>`,
      template('map_response'),
    ),
    {
      prompt: 'Richard of _____?',
      answering: { type: 'short-text', accepted: [{ text: 'York\\*', percent: 100 }, { percent: 50 }], caseSensitive: false },
    },
  ],
  [
    'a number',
    item(declare('single', 'float', correct('3.14')), `<p>Pi: ${entry()}</p>`),
    { answering: { type: 'number', accepted: [{ value: 3.14, percent: 100 }] } },
  ],
])('reads %s', async (_, xml, question) => {
  expect(await read(xml)).toMatchObject({ questions: [question], findings: [] });
});

it('reads several gaps of a text', async () => {
  const xml = item(
    declare('single', 'string', correct('Bach'), 'R1') +
      declare('single', 'integer', correct('1750'), 'R2') +
      declare('single', 'identifier', correct('B'), 'R3'),
    `<p>${entry('R1')} died in ${entry('R2')} in {{1}} <inlineChoiceInteraction responseIdentifier="R3"><inlineChoice identifier="A">Rome</inlineChoice><inlineChoice identifier="B">Leipzig</inlineChoice></inlineChoiceInteraction>.</p>`,
    '',
  );
  expect(await read(xml)).toMatchObject({
    questions: [
      {
        prompt: '{{1}} died in {{2}} in &#123;{1}} {{3}}.',
        answering: {
          gaps: [
            { type: 'short-text', accepted: [{ text: 'Bach' }] },
            { type: 'number', accepted: [{ value: 1750 }] },
            { type: 'single', options: [{ percent: 0 }, { text: 'Leipzig', percent: 100 }] },
          ],
        },
      },
    ],
    findings: [],
  });
});

const one = item(declare('single', 'identifier', correct('C0')), choices('choiceInteraction', 'a', 'b'));

it.each([
  [
    'scoring rules of its own',
    one.replace(template('match_correct'), '<responseProcessing><setOutcomeValue identifier="SCORE"/></responseProcessing>'),
    'scoring rules',
  ],
  ['pictures', one.replace('<itemBody>', '<itemBody><p><img src="a.png" alt="cell"/></p>'), 'Pictures'],
  ['remarks', one.replace('<itemBody>', '<itemBody><rubricBlock view="scorer"><p>x</p></rubricBlock>'), 'Remarks'],
  [
    'feedback by rules',
    one.replace(
      '</assessmentItem>',
      '<modalFeedback outcomeIdentifier="F" identifier="x" showHide="show">x</modalFeedback></assessmentItem>',
    ),
    'Feedback',
  ],
  [
    'all or none',
    item(declare('multiple', 'identifier', correct('C0', 'C1')), choices('choiceInteraction', 'a', 'b', 'c')),
    'A part of the right options',
  ],
])('says that it changes %s', async (_, xml, message) => {
  expect(await read(xml)).toMatchObject({
    questions: [{}],
    findings: [{ place: '1. Item', severity: 'changed', message: { en: expect.stringContaining(message) } }],
  });
});

it.each([
  ['a kind without a counterpart', one.replaceAll('choiceInteraction', 'hotspotInteraction'), '“hotspotInteraction”'],
  [
    'two questions at once',
    one.replace('</itemBody>', `${choices('choiceInteraction', 'a', 'b')}</itemBody>`),
    'several things at once',
  ],
  ['no key', one.replace(correct('C0'), ''), 'does not tell the right answer'],
  ['no question', one.replace(/<choiceInteraction.*<\/choiceInteraction>/s, 'text'), 'asks nothing'],
  [
    'pairs that are not of two',
    item(
      declare('multiple', 'directedPair', correct('A X', 'A Y')),
      '<matchInteraction responseIdentifier="RESPONSE"><simpleMatchSet><simpleAssociableChoice identifier="A">a</simpleAssociableChoice></simpleMatchSet><simpleMatchSet/></matchInteraction>',
    ),
    'exactly one',
  ],
  ['an option without text', one.replace('>a<', '><'), 'must not be empty'],
])('loses an item with %s, and says why', async (_, xml, message) => {
  expect(await read(xml)).toMatchObject({
    questions: [],
    findings: [{ severity: 'lost', message: { en: expect.stringContaining(message) } }],
  });
});

const manifest = (
  ...hrefs: string[]
) => `<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="m"><organizations/><resources>
  <resource identifier="t" type="imsqti_test_xmlv2p1" href="test.xml"/>
  ${hrefs.map((href) => `<resource identifier="r" type="imsqti_item_xmlv2p1" href="${href}"><file href="${href}"/></resource>`).join('\n')}
</resources></manifest>`;

it('reads the items of a package in the order of its manifest, and loses the broken ones alone', async () => {
  const bytes = zip([
    { name: 'items/', content: '' },
    { name: 'items/a.xml', content: one.replace('"Item"', '"A"') },
    { name: 'items/b.xml', content: '<assessmentItem>' },
    { name: 'вопросы/В.xml', content: one.replace('"Item"', '"В"') },
    { name: 'imsmanifest.xml', content: manifest('вопросы/В.xml', 'items/a.xml', 'items/b.xml', 'items/a.xml', 'none.xml') },
  ]);
  expect(await read(bytes)).toMatchObject({
    questions: [{ title: 'В' }, { title: 'A' }],
    findings: [
      { place: '3. items/b.xml', severity: 'lost' },
      { place: '4. none.xml', severity: 'lost' },
    ],
  });
});

it('reads a folder that was packed by an old Russian Windows', async () => {
  const name = Buffer.concat([Buffer.from('t/'), Buffer.from([0x92, 0xa5, 0xe1, 0xe2]), Buffer.from('.xml')]);
  const bytes = zip([
    { name: 't/imsmanifest.xml', content: manifest('Тест.xml') },
    { name, content: one, flags: 0 },
  ]);
  expect(await read(bytes)).toMatchObject({ questions: [{}], findings: [] });
});

const whole = { name: 'imsmanifest.xml', content: manifest('a.xml') };
const zeros = '\0'.repeat(3_000_000);

it.each<[string, Buffer | string, string]>([
  ['leaves the folder', zip([whole, { name: '../a.xml', content: one }]), 'not allowed: “../a.xml”'],
  ['is absolute', zip([whole, { name: '/etc/a.xml', content: one }]), 'not allowed'],
  ['names a drive', zip([whole, { name: 'C:\\a.xml', content: one }]), 'not allowed'],
  ['has a zero in a name', zip([whole, { name: 'a.xml\0.png', content: one }]), 'not allowed'],
  ['has a symbolic link', zip([whole, { name: 'a.xml', content: '/etc/passwd', attributes: 0o120777 << 16 }]), 'not allowed'],
  ['repeats a name', zip([whole, { name: 'a.xml', content: one }, { name: 'A.XML', content: one }]), 'two entries of one name'],
  ['has a password', zip([whole, { name: 'a.xml', content: one, flags: 1 }]), 'password'],
  ['grows beyond measure', zip([whole, { name: 'a.xml', content: zeros }]), 'too large'],
  ['names a smaller size', zip([whole, { name: 'a.xml', content: zeros, size: 100 }]), 'damaged'],
  ['has a wrong sum', zip([whole, { name: 'a.xml', content: one, sum: 1 }]), 'damaged'],
  ['is cut', zip([whole, { name: 'a.xml', content: one }]).subarray(0, 300), 'damaged'],
  ['has too many entries', zip(Array.from({ length: 10_001 }, (_, index) => ({ name: `${index}`, content: '' }))), 'too large'],
  ['has no manifest', zip([{ name: 'a.xml', content: one }]), 'imsmanifest.xml'],
  [
    'is of version 1.2',
    zip([{ name: 'imsmanifest.xml', content: manifest('a.xml').replaceAll('imsqti_item_xmlv2p1', 'imsqti_xmlv1p2') }]),
    'another version',
  ],
  ['is an item of version 3', '<qti-assessment-item/>', 'another version'],
  ['is another XML', '<quiz/>', 'not a question'],
  ['is no XML', 'text', 'not'],
])('refuses a file that %s', async (_, bytes, reason) => {
  expect(await read(bytes)).toMatchObject({
    failure: { en: expect.stringContaining(reason), ru: expect.stringMatching(/[а-я]/) },
  });
});
