import { importQuestions } from './import-questions.ts';

async function read(format: 'gift' | 'aiken' | 'moodle-xml' | 'qti', text: string) {
  const imported = await importQuestions({ format, bytes: Buffer.from(text) });
  if ('failure' in imported) throw new Error(imported.failure.en);
  return imported;
}

const byHand = `// Контрольная по физике
$CATEGORY: Физика/Механика

::Вопрос 1::Единица силы — {
  ~джоуль
  =ньютон
  ~ватт
}


::Вопрос 2:: Ускорение свободного падения {#9,8:0,1}
::Вопрос 3:: Скорость света {=300000 км/с ~150000 км/с

::Вопрос 4:: Формула \\{a\\} \\= F/m {верно}
Подумайте.

Вопрос 5 без ответов

::Вопрос 6:: Кто открыл закон? {

=Ньютон   # Верно

~Ом # Нет

}
`;

it('reads what it can of a file that a teacher wrote, and names the rest by its lines', async () => {
  const { questions, findings } = await read('gift', byHand.replaceAll('\n', '\r\n'));
  expect(questions).toMatchObject([
    {
      title: 'Вопрос 1',
      prompt: 'Единица силы —',
      tags: ['Механика'],
      answering: { options: [{}, { text: 'ньютон', percent: 100 }, {}] },
    },
    { title: 'Вопрос 2', answering: { accepted: [{ value: 9.8, tolerance: 0.1 }] } },
    { title: 'Вопрос 4', prompt: 'Формула {a} = F/m _____ Подумайте.', answering: { accepted: [{ text: 'верно' }] } },
    {
      title: 'Вопрос 6',
      answering: {
        options: [
          { text: 'Ньютон', feedback: 'Верно' },
          { text: 'Ом', feedback: 'Нет' },
        ],
      },
    },
  ]);
  expect(findings).toMatchObject([
    { place: '12', severity: 'lost', message: { ru: expect.stringContaining('не закрыта') } },
    { place: '17', severity: 'lost', message: { ru: expect.stringContaining('Нет ответов') } },
  ]);
});

const byAuthoringTool = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<!-- made by an authoring tool -->
<quiz>
<question type="multichoice"><name><text><![CDATA[Вопрос  1]]></text></name>
<questiontext format="html"><text><![CDATA[<p style="font-size:12pt"><span>Сколько&nbsp;будет 2&times;2?</span></p>]]></text></questiontext>
<defaultgrade>10</defaultgrade><single>1</single>
<answer fraction="100.00000"><text><![CDATA[<p>4</p>]]></text><feedback><text></text></feedback></answer>
<answer fraction="0"><text><![CDATA[<p>5</p>]]></text></answer>
</question>
<question type="truefalse"><name><text>2</text></name><questiontext format="moodle_auto_format"><text>Снег белый</text></questiontext>
<answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer></question>
</quiz>`;

it('reads Moodle XML as authoring tools write it', async () => {
  expect(await read('moodle-xml', byAuthoringTool)).toMatchObject({
    questions: [
      {
        title: 'Вопрос 1',
        prompt: '<p style="font-size:12pt"><span>Сколько&nbsp;будет 2&times;2?</span></p>',
        points: 10,
        answering: {
          type: 'single',
          options: [
            { text: '<p>4</p>', percent: 100 },
            { text: '<p>5</p>', percent: 0 },
          ],
        },
      },
      { title: '2', points: 1, answering: { options: [{ text: 'Верно', percent: 100 }, {}] } },
    ],
    findings: [],
  });
});

const byLearningSystem = `<?xml version="1.0" encoding="UTF-8"?>
<qti:assessmentItem xmlns:qti="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="g1" title="Question" adaptive="false" timeDependent="false">
  <qti:responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier">
    <qti:correctResponse><qti:value>a2</qti:value></qti:correctResponse>
  </qti:responseDeclaration>
  <qti:outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"><qti:defaultValue><qti:value>0</qti:value></qti:defaultValue></qti:outcomeDeclaration>
  <qti:outcomeDeclaration identifier="MAXSCORE" cardinality="single" baseType="float"><qti:defaultValue><qti:value>5.0</qti:value></qti:defaultValue></qti:outcomeDeclaration>
  <qti:itemBody>
    <qti:div class="html"><qti:p>What is <qti:strong>H<qti:sub>2</qti:sub>O</qti:strong>?</qti:p>
      <qti:p/>
    </qti:div>
    <qti:choiceInteraction responseIdentifier="RESPONSE" shuffle="false" maxChoices="1">
      <qti:simpleChoice identifier="a1"><qti:p>Salt</qti:p></qti:simpleChoice>
      <qti:simpleChoice identifier="a2"><qti:p>Water</qti:p></qti:simpleChoice>
    </qti:choiceInteraction>
  </qti:itemBody>
  <qti:responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct.xml"/>
</qti:assessmentItem>`;

it('reads QTI as learning systems export it', async () => {
  expect(await read('qti', byLearningSystem)).toMatchObject({
    questions: [
      {
        title: 'Question',
        points: 5,
        prompt: 'What is <strong>H<sub>2</sub>O</strong>?',
        answering: {
          type: 'single',
          options: [
            { text: 'Salt', percent: 0 },
            { text: 'Water', percent: 100 },
          ],
        },
      },
    ],
    findings: [],
  });
});
