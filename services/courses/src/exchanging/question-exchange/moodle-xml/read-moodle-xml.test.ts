import { importQuestions } from '../import-questions.ts';

async function read(xml: string) {
  const imported = await importQuestions({ format: 'moodle-xml', bytes: Buffer.from(xml) });
  if ('failure' in imported) throw new Error(imported.failure.en);
  return imported;
}

const quiz = (...questions: string[]) => `<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n${questions.join('\n')}\n</quiz>`;
const question = (type: string, body: string, prompt = 'Q') => `<question type="${type}">
  <name><text>N</text></name>
  <questiontext format="html"><text>${prompt}</text></questiontext>
  ${body}
</question>`;
const answer = (fraction: string, text: string, feedback = '') =>
  `<answer fraction="${fraction}" format="html"><text>${text}</text><feedback format="html"><text>${feedback}</text></feedback></answer>`;

it('reads a question as Moodle 4 exports it', async () => {
  const xml = quiz(
    '<!-- question: 0  -->',
    '<question type="category"><category><text>$course$/top/По умолчанию для Химии/Кислоты</text></category><info format="moodle_auto_format"><text></text></info><idnumber></idnumber></question>',
    `<!-- question: 17  -->
  <question type="multichoice">
    <name><text>Какая кислота?</text></name>
    <questiontext format="html"><text><![CDATA[<p>Какая кислота <b>сильнее</b>?</p>\r\n\r\n    <p>a &lt; b</p>]]></text></questiontext>
    <generalfeedback format="html"><text>&lt;p&gt;См. лекцию&lt;/p&gt;</text></generalfeedback>
    <defaultgrade>2.0000000</defaultgrade><penalty>0.3333333</penalty><hidden>0</hidden><idnumber></idnumber>
    <single>false</single><shuffleanswers>true</shuffleanswers><answernumbering>abc</answernumbering>
    <correctfeedback format="html"><text>Ваш ответ верный.</text></correctfeedback>
    <incorrectfeedback format="html"><text>&lt;p&gt;Your answer is incorrect.&lt;/p&gt;</text></incorrectfeedback>
    <shownumcorrect/>
    ${answer('33.33333', 'HCl')}${answer('33.33333', 'HBr')}${answer('33.33333', 'HI', '<![CDATA[Да]]>')}${answer('-50', 'H<sub>2</sub>O'.replaceAll('<', '&lt;'))}
    <tags><tag><text>сила</text></tag></tags>
  </question>`,
  );
  expect(await read(xml)).toEqual({
    questions: [
      {
        title: 'Какая кислота?',
        prompt: '<p>Какая кислота <b>сильнее</b>?</p>\n<p>a &lt; b</p>',
        feedback: '<p>См. лекцию</p>',
        points: 2,
        tags: ['Кислоты', 'сила'],
        answering: {
          type: 'multiple',
          options: [
            { text: 'HCl', percent: 33.33333, feedback: '' },
            { text: 'HBr', percent: 33.33333, feedback: '' },
            { text: 'HI', percent: 33.33333, feedback: 'Да' },
            { text: 'H<sub>2</sub>O', percent: -50, feedback: '' },
          ],
        },
      },
    ],
    findings: [],
  });
});

it.each<[string, string, object]>([
  [
    'a choice of one',
    question('multichoice', `${answer('100', 'a')}${answer('0', 'b', 'no')}`),
    { type: 'single', options: [{ percent: 100 }, { feedback: 'no' }] },
  ],
  [
    'what is true',
    question('truefalse', `${answer('0', 'true', 'x')}${answer('100', 'false', 'y')}`, 'Верно?'),
    {
      type: 'single',
      options: [
        { text: 'Верно', percent: 0, feedback: 'x' },
        { text: 'Неверно', percent: 100, feedback: 'y' },
      ],
    },
  ],
  [
    'a short answer',
    question('shortanswer', `<usecase>1</usecase>${answer('100', 'H*O')}${answer('50', ' water\n')}`),
    { type: 'short-text', caseSensitive: true, accepted: [{ text: 'H*O' }, { text: 'water', percent: 50 }] },
  ],
  [
    'a number',
    question('numerical', '<answer fraction="100"><text>3.14</text><tolerance>0.01</tolerance></answer>'),
    { type: 'number', accepted: [{ value: 3.14, tolerance: 0.01 }] },
  ],
  [
    'pairs',
    question(
      'matching',
      '<subquestion format="html"><text>cat</text><answer><text>meows</text></answer></subquestion><subquestion><text>dog</text><answer><text>barks</text></answer></subquestion><subquestion><text></text><answer><text>sings</text></answer></subquestion>',
    ),
    { type: 'matching', pairs: [{ left: 'cat', right: 'meows' }, { left: 'dog' }], distractors: ['sings'] },
  ],
  [
    'an order',
    question('ordering', `<selecttype>ALL</selecttype>${answer('1.0', 'first')}${answer('2.0', 'second')}`),
    { type: 'ordering', items: ['first', 'second'] },
  ],
  [
    'answers without the element text',
    question('shortanswer', '<answer fraction="100">yes</answer>'),
    { type: 'short-text', accepted: [{ text: 'yes' }] },
  ],
])('reads %s', async (_, xml, answering) => {
  expect(await read(quiz(xml))).toMatchObject({ questions: [{ prompt: expect.any(String), answering }], findings: [] });
});

it('reads the gaps of a cloze', async () => {
  const prompt =
    'A {1:MULTICHOICE:=Paris#yes~%50%Lyon#near~Rome} b {:SA:=a\\}b~%50%&#39;c&amp;#39;} c {2:NUMERICAL:=3,14:0.01#ok~%50%3:0.5} d {1:SHORTANSWER_C:%100%X} {x} {{9}}';
  expect(await read(quiz(question('cloze', '', `<![CDATA[${prompt}]]>`)))).toMatchObject({
    questions: [
      {
        prompt: 'A {{1}} b {{2}} c {{3}} d {{4}} {x} {&#123;9}}',
        answering: {
          gaps: [
            {
              type: 'single',
              options: [
                { text: 'Paris', percent: 100, feedback: 'yes' },
                { text: 'Lyon', percent: 50, feedback: 'near' },
                { text: 'Rome', percent: 0, feedback: '' },
              ],
              weight: 1,
            },
            { type: 'short-text', accepted: [{ text: 'a}b' }, { text: "'c&#39;", percent: 50 }], caseSensitive: false },
            {
              type: 'number',
              accepted: [
                { value: 3.14, tolerance: 0.01, feedback: 'ok' },
                { value: 3, percent: 50 },
              ],
              weight: 2,
            },
            { type: 'short-text', accepted: [{ text: 'X', percent: 100 }], caseSensitive: true },
          ],
        },
      },
    ],
    findings: [],
  });
});

const right = answer('100', 'a') + answer('0', 'b');

it.each([
  [
    'pictures',
    question('multichoice', right, '&lt;p&gt;See &lt;img src="@@PLUGINFILE@@/a.png" alt="the cell"&gt;&lt;/p&gt;'),
    'Pictures',
    '<p>See [the cell]</p>',
  ],
  [
    'files',
    question('multichoice', right, 'Q</text><file name="a.png" encoding="base64">iVBORw0KGgo=</file><text>'),
    'files',
    'Q',
  ],
  [
    'units',
    question('numerical', `${answer('100', '5')}<units><unit><multiplier>1</multiplier><unit_name>m</unit_name></unit></units>`),
    'Units',
    'Q',
  ],
  [
    'the answer for every other number',
    question('numerical', answer('100', '5') + answer('0', '*', 'no')),
    'every other number',
    'Q',
  ],
  ['hints', question('multichoice', `${right}<hint format="html"><text>Think</text></hint>`), 'Hints', 'Q'],
  [
    'verdicts',
    question('multichoice', `${right}<correctfeedback><text>Bravo</text></correctfeedback>`),
    'right, partly right',
    'Q',
  ],
  ['a part of an order', question('ordering', `<selecttype>RANDOM</selecttype>${right}`), 'All items', 'Q'],
])('says that it leaves out %s', async (_, xml, message, prompt) => {
  expect(await read(quiz(xml))).toMatchObject({
    questions: [{ prompt }],
    findings: [{ place: '1. N', severity: 'changed', message: { en: expect.stringContaining(message) } }],
  });
});

it.each([
  ['an essay', question('essay', ''), 'эссе'],
  ['a description', question('description', ''), 'описание'],
  ['a calculated question', question('calculated', ''), 'вычисляемый'],
  ['drag and drop', question('ddwtos', ''), 'перетаскивание в текст'],
  ['a kind of a plugin', question('coderunner', ''), '«coderunner»'],
  ['a kind that objects have by themselves', question('constructor', ''), '«constructor»'],
  [
    'shares that do not add up',
    question('multichoice', `<single>false</single>${answer('40', 'a')}${answer('40', 'b')}`),
    '100 процентов',
  ],
  ['a number that is none', question('numerical', answer('100', 'five')), '«five» — не число'],
  ['a gap with several right options', question('cloze', '', '{1:MULTIRESPONSE:=a~=b}'), 'несколькими верными'],
  ['no gap', question('cloze', '', 'text'), 'пропуск'],
])('loses %s alone, and says why', async (_, xml, reason) => {
  const { questions, findings } = await read(quiz(question('multichoice', right), xml, question('multichoice', right)));
  expect(questions).toHaveLength(2);
  expect(findings).toMatchObject([{ place: '2. N', severity: 'lost', message: { ru: expect.stringContaining(reason) } }]);
});
