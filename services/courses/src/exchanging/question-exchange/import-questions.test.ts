import { questionContent } from '@lyceum/contracts/courses/question';
import fc from 'fast-check';
import { importQuestions } from './import-questions.ts';

const formats = ['gift', 'aiken', 'moodle-xml', 'qti'] as const;
const read = (format: (typeof formats)[number], content: string | Buffer) =>
  importQuestions({ format, bytes: typeof content === 'string' ? Buffer.from(content) : content });

/** Russian letters in windows-1251. */
const toWindows = (text: string) =>
  Buffer.from(
    [...text].map((letter) => {
      const code = letter.charCodeAt(0);
      return code >= 0x410 && code <= 0x44f ? code - 0x350 : code;
    }),
  );
const moodle = (encoding: string) =>
  `<?xml version="1.0" encoding="${encoding}"?><quiz><question type="shortanswer"><questiontext><text>Столица</text></questiontext><answer fraction="100"><text>Москва</text></answer></question></quiz>`;

it.each<[string, (typeof formats)[number], Buffer]>([
  ['UTF-8', 'gift', Buffer.from('Столица {=Москва}')],
  ['UTF-8 with a mark and CRLF', 'gift', Buffer.from('\uFEFFСтолица\r\n{=Москва}\r\n')],
  ['UTF-16', 'gift', Buffer.from('\uFEFFСтолица {=Москва}', 'utf16le')],
  ['windows-1251', 'gift', toWindows('Столица {=Москва}')],
  ['XML with a mark', 'moodle-xml', Buffer.from(`\uFEFF${moodle('utf-8')}`)],
  ['XML that declares windows-1251', 'moodle-xml', toWindows(moodle('windows-1251'))],
])('reads %s', async (_, format, bytes) => {
  expect(await read(format, bytes)).toMatchObject({
    questions: [{ prompt: 'Столица', answering: { type: 'short-text', accepted: [{ text: 'Москва' }] } }],
    findings: [],
  });
});

const doctype = (declarations: string, use: string) =>
  `<?xml version="1.0"?><!DOCTYPE quiz [${declarations}]><quiz>${use}</quiz>`;
const laughs = Array.from({ length: 9 }, (_, index) => `<!ENTITY l${index + 1} "${`&l${index};`.repeat(10)}">`).join('');

it.each<[string, (typeof formats)[number], string | Buffer, string]>([
  ['bytes that are no text', 'gift', Buffer.from([0x50, 0x4b, 0x03, 0x04, 0, 0, 0]), 'not a text'],
  ['an encoding that nobody knows', 'moodle-xml', moodle('x-none'), 'not a text'],
  ['bytes that are not of the declared encoding', 'moodle-xml', toWindows(moodle('utf-8')), 'not a text'],
  ['nothing', 'gift', '', 'not “GIFT”'],
  ['prose as GIFT', 'gift', 'Once upon a time', 'not “GIFT”'],
  ['prose as Aiken', 'aiken', 'Once upon a time', 'not “Aiken”'],
  ['another XML', 'moodle-xml', '<html/>', 'not a list of questions'],
  ['XML without questions', 'moodle-xml', '<quiz></quiz>', 'no questions'],
  ['XML that is not well-formed', 'moodle-xml', '<quiz>\n<question></quiz>', 'line 2'],
  ['two roots', 'moodle-xml', '<quiz/><quiz/>', 'not XML'],
  ['an entity of a file', 'moodle-xml', doctype('<!ENTITY x SYSTEM "file:///etc/passwd">', '&x;'), 'DOCTYPE'],
  ['entities of entities', 'moodle-xml', doctype(`<!ENTITY l0 "ha">${laughs}`, '&l9;'), 'DOCTYPE'],
  ['a document type alone', 'qti', '<!DOCTYPE assessmentItem><assessmentItem/>', 'DOCTYPE'],
  ['a document type within', 'moodle-xml', '<quiz><!DOCTYPE x [<!ENTITY a "b">]>&a;</quiz>', 'DOCTYPE'],
  [
    'a document type behind what looks like data',
    'moodle-xml',
    '<quiz a="<![CDATA["><!DOCTYPE x [<!ENTITY a "b">]>&a;<b a="]]>"/></quiz>',
    'DOCTYPE',
  ],
  ['deep nesting', 'moodle-xml', `${'<quiz>'.repeat(50_000)}${'</quiz>'.repeat(50_000)}`, 'nested too deeply'],
  ['more than 5 MB', 'gift', 'x'.repeat(5_000_001), '5 MB'],
  ['more than 5,000 questions of GIFT', 'gift', 'Q {=a}\n\n'.repeat(5_001), '5000 questions'],
  ['more than 5,000 questions of Aiken', 'aiken', 'Q\nA. a\nB. b\nANSWER: A\n'.repeat(5_001), '5000 questions'],
  [
    'more than 5,000 questions of Moodle',
    'moodle-xml',
    `<quiz>${'<question type="essay"/>'.repeat(5_001)}</quiz>`,
    '5000 questions',
  ],
  ['blank lines and little else', 'gift', `{\n\n${'a\n\n'.repeat(1_000_000)}`, '5000 questions'],
])('refuses %s, and says why', async (_, format, content, reason) => {
  expect(await read(format, content)).toEqual({
    failure: { en: expect.stringContaining(reason), ru: expect.stringMatching(/[а-я]/) },
  });
});

it('takes a document type for text where it is text', async () => {
  const xml = moodle('utf-8').replace('Столица', '<![CDATA[What is <!DOCTYPE html>?]]>');
  expect(await read('moodle-xml', xml)).toMatchObject({ questions: [{ prompt: 'What is <!DOCTYPE html>?' }], findings: [] });
});

const megabyte = 1_000_000;
const cloze = (text: string) =>
  `<quiz><question type="cloze"><questiontext><text><![CDATA[${text}]]></text></questiontext></question></quiz>`;
const choice = (text: string) =>
  `<quiz><question type="multichoice"><questiontext><text>${text}</text></questiontext></question></quiz>`;

it.each<[string, (typeof formats)[number], string]>([
  ['nested braces', 'gift', `Q ${'{'.repeat(10_000)}=a${'}'.repeat(10_000)}`],
  ['open braces', 'gift', 'a {\n\n'.repeat(4_000)],
  ['a line of backslashes', 'gift', `Q {=${'\\'.repeat(megabyte)}#}`],
  ['a line of colons', 'gift', `::${':\\'.repeat(megabyte)} {=a}`],
  ['a line of signs', 'gift', `Q {${'=~#'.repeat(megabyte)}}`],
  ['a line of feedback', 'gift', `Q {=a${'####'.repeat(megabyte)}}`],
  ['a line of percent signs', 'gift', `Q {=%${'1'.repeat(megabyte)}%a ~%${'1,'.repeat(megabyte)}%b}`],
  ['a line of tags', 'gift', `// ${'[tag:\\\\'.repeat(500_000)}\nQ {=a}`],
  ['tags', 'gift', `// ${'[tag:a]'.repeat(600_000)}\nQ {=a}`],
  ['lines of tags', 'gift', `${'// [tag:a]\n'.repeat(400_000)}\nQ {=a}`],
  ['a line of one letter', 'gift', `${'x'.repeat(4 * megabyte)} {=a}`],
  ['a line of options', 'aiken', `${'A. '.repeat(megabyte)}\nB. b\nANSWER: A`],
  ['lines of options', 'aiken', `${'A. a\n'.repeat(500_000)}B. b\nANSWER: A`],
  ['lines of one option', 'aiken', `A. a\n${'a\n'.repeat(megabyte)}A. a\nB. b\nANSWER: A`],
  ['spaces', 'aiken', `Q${' '.repeat(megabyte)}x\nA.${' '.repeat(megabyte)}x\nB. b\nANSWER:${' '.repeat(megabyte)}x`],
  ['gaps that are not closed', 'moodle-xml', cloze('{1:SA:'.repeat(500_000))],
  ['gaps', 'moodle-xml', cloze('{1:SA:=a}'.repeat(200_000))],
  ['answers of a gap', 'moodle-xml', cloze(`{1:MC:${'~#\\'.repeat(megabyte)}}`)],
  ['pictures that are not closed', 'moodle-xml', choice('![['.repeat(megabyte))],
  ['pictures', 'moodle-xml', choice('&lt;img alt='.repeat(300_000))],
  ['answers', 'moodle-xml', choice('a').replace('</question>', `${'<answer/>'.repeat(300_000)}</question>`)],
  ['references', 'moodle-xml', choice('&amp;&#35;&#x1;'.repeat(250_000))],
  [
    'gaps of an item',
    'qti',
    `<assessmentItem><itemBody>${'<textEntryInteraction/>'.repeat(100_000)}</itemBody></assessmentItem>`,
  ],
])('ends with what it can say of %s', async (_, format, content) => {
  // The square of a megabyte would take hours.
  const imported = await read(format, content);
  expect('failure' in imported || imported.findings.length > 0 || imported.questions.length > 0).toBe(true);
});

const pieces = [
  ...[
    'Q',
    ' ',
    '\n',
    '\n\n',
    '{',
    '}',
    '=',
    '~',
    '#',
    '####',
    '->',
    '::',
    '%50%',
    '\\',
    '//',
    '[tag:',
    ']',
    '$CATEGORY:',
    '1..2',
    'T',
    ':',
  ],
  ...[
    'A. ',
    'Б) ',
    'ANSWER: A',
    'ОТВЕТ: Б',
    '<quiz>',
    '</quiz>',
    '<question type="cloze">',
    '</question>',
    '<text>',
    '</text>',
    '\0',
  ],
  ...[
    '<questiontext>',
    '</questiontext>',
    '{1:SA:=a}',
    '{1:MC:',
    '<![CDATA[',
    ']]>',
    '&#0;',
    '&#xD800;',
    '<__proto__/>',
    '<constructor/>',
  ],
  ...['<assessmentItem>', '</assessmentItem>', '<itemBody>', '</itemBody>', '<textEntryInteraction/>', '\u0301', '\uD800', 'PK'],
];

it('never throws, and lets through only what the contract takes', async () => {
  const anyContent = fc.oneof(
    fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => Buffer.from(parts.join(''))),
    fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.concat([Buffer.from('PK\u0003\u0004'), bytes])),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...formats), anyContent, async (format, content) => {
      const imported = await read(format, content);
      if ('failure' in imported) return;
      for (const question of imported.questions) expect(questionContent.parse(question)).toEqual(question);
    }),
    { numRuns: 2_000 },
  );
});
