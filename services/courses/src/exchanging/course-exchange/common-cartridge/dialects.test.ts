import { readCourse, toLines } from '../../../../test/build-cartridge.ts';
import type { CourseTree } from '../../tree/course-tree.ts';

const cc = (version: string) => `http://www.imsglobal.org/xsd/imsccv${version}/imscp_v1p1`;
const lom = (version: string) => `http://ltsc.ieee.org/xsd/imsccv${version}/LOM/manifest`;
const field = (label: string, entry: string) =>
  `<qtimetadatafield><fieldlabel>${label}</fieldlabel><fieldentry>${entry}</fieldentry></qtimetadatafield>`;
const html = (text: string) =>
  `<material><mattext texttype="text/html">${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</mattext></material>`;
const interop = (inner: string) =>
  `<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2">${inner}</questestinterop>`;

/** Titles of modules, and types and titles of their lessons. */
const outline = ({ modules }: CourseTree) =>
  Object.fromEntries(
    modules.map(({ title, lessons }) => [title, lessons.map(({ title: name, content }) => `${content.type} ${name}`)]),
  );
const findContent = ({ modules }: CourseTree, title: string) =>
  modules.flatMap(({ lessons }) => lessons).find((lesson) => lesson.title === title)?.content;

it('reads a course of Canvas', () => {
  const quiz =
    interop(`<assessment ident="q1" title="Week 1 quiz"><qtimetadata>${field('cc_profile', 'cc.exam.v0p1')}${field('cc_maxattempts', '2')}</qtimetadata>
    <section ident="root_section">
      <item ident="i1" title="Sum"><itemmetadata><qtimetadata>${field('cc_profile', 'cc.multiple_choice.v0p1')}</qtimetadata></itemmetadata>
        <presentation>${html('<div><p>2 + 2 = ?</p></div>')}<response_lid ident="response1" rcardinality="Single"><render_choice>
          <response_label ident="7">${html('4')}</response_label><response_label ident="8">${html('<b>5</b>')}</response_label></render_choice></response_lid></presentation>
        <resprocessing><outcomes><decvar maxvalue="100" minvalue="0" varname="SCORE" vartype="Decimal"/></outcomes>
          <respcondition continue="Yes"><conditionvar><other/></conditionvar><displayfeedback feedbacktype="Response" linkrefid="general_fb"/></respcondition>
          <respcondition continue="Yes"><conditionvar><varequal respident="response1">8</varequal></conditionvar><displayfeedback feedbacktype="Response" linkrefid="8_fb"/></respcondition>
          <respcondition continue="No"><conditionvar><varequal respident="response1">7</varequal></conditionvar><setvar action="Set" varname="SCORE">100</setvar><displayfeedback feedbacktype="Response" linkrefid="correct_fb"/></respcondition></resprocessing>
        <itemfeedback ident="general_fb"><flow_mat>${html('<p>See page 1</p>')}</flow_mat></itemfeedback>
        <itemfeedback ident="correct_fb"><flow_mat>${html('Yes!')}</flow_mat></itemfeedback>
        <itemfeedback ident="8_fb"><flow_mat>${html('Too much')}</flow_mat></itemfeedback></item>
      <item ident="i2" title="Even"><itemmetadata><qtimetadata>${field('cc_profile', 'cc.multiple_response.v0p1')}</qtimetadata></itemmetadata>
        <presentation>${html('<p>Which are even?</p>')}<response_lid ident="response1" rcardinality="Multiple"><render_choice>
          <response_label ident="1">${html('1')}</response_label><response_label ident="2">${html('2')}</response_label><response_label ident="4">${html('4')}</response_label></render_choice></response_lid></presentation>
        <resprocessing><respcondition continue="No"><conditionvar><and><varequal respident="response1">2</varequal><varequal respident="response1">4</varequal><not><varequal respident="response1">1</varequal></not></and></conditionvar><setvar action="Set" varname="SCORE">100</setvar></respcondition></resprocessing></item>
      <item ident="i3" title="Essay"><itemmetadata><qtimetadata>${field('cc_profile', 'cc.essay.v0p1')}</qtimetadata></itemmetadata>
        <presentation>${html('Why?')}<response_str ident="response1" rcardinality="Single"><render_fib/></response_str></presentation></item>
    </section></assessment>`);
  const { tree, findings, sources } = readCourse({
    'imsmanifest.xml': `<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="g1" xmlns="${cc('1p1')}" xmlns:lomimscc="${lom('1p1')}"><metadata><schema>IMS Common Cartridge</schema><schemaversion>1.1.0</schemaversion>
  <lomimscc:lom><lomimscc:general><lomimscc:title><lomimscc:string>Numbers</lomimscc:string></lomimscc:title></lomimscc:general></lomimscc:lom></metadata>
<organizations><organization identifier="org_1" structure="rooted-hierarchy"><item identifier="LearningModules">
  <item identifier="m1"><title>Week 1</title>
    <item identifier="a" identifierref="page1"><title>Welcome</title></item>
    <item identifier="b"><title>Practice</title></item>
    <item identifier="c" identifierref="link1"><title>Video</title></item>
    <item identifier="d" identifierref="quiz1"><title>Quiz</title></item>
    <item identifier="e" identifierref="task1"><title>Essay</title></item>
    <item identifier="f" identifierref="tool1"><title>Tool</title></item></item>
</item></organization></organizations>
<resources>
  <resource identifier="settings" type="associatedcontent/imscc_xmlv1p1/learning-application-resource" href="course_settings/canvas_export.txt"><file href="course_settings/canvas_export.txt"/></resource>
  <resource identifier="page1" type="webcontent" href="wiki_content/welcome.html"><file href="wiki_content/welcome.html"/></resource>
  <resource identifier="link1" type="imswl_xmlv1p1"><file href="link1.xml"/></resource>
  <resource identifier="quiz1" type="imsqti_xmlv1p2/imscc_xmlv1p1/assessment"><file href="quiz1/assessment_qti.xml"/><dependency identifierref="quiz1_meta"/></resource>
  <resource identifier="quiz1_meta" type="associatedcontent/imscc_xmlv1p1/learning-application-resource" href="quiz1/assessment_meta.xml"><file href="quiz1/assessment_meta.xml"/></resource>
  <resource identifier="task1" type="associatedcontent/imscc_xmlv1p1/learning-application-resource" href="task1/essay.html"><file href="task1/essay.html"/><file href="task1/assignment_settings.xml"/></resource>
  <resource identifier="tool1" type="imsbasiclti_xmlv1p0"><file href="tool1.xml"/></resource>
  <resource identifier="file1" type="webcontent" href="web_resources/hand%20out.pdf"><file href="web_resources/hand%20out.pdf"/></resource>
  <resource identifier="file2" type="webcontent" href="web_resources/cat.png"><file href="web_resources/cat.png"/></resource>
  <resource identifier="file3" type="webcontent" href="web_resources/spare.docx"><file href="web_resources/spare.docx"/></resource>
</resources></manifest>`,
    'course_settings/canvas_export.txt': 'Q: What did the panda say?',
    'wiki_content/welcome.html': `<html><head><title>Welcome</title></head><body><p>Read <a href="$IMS-CC-FILEBASE$/hand%20out.pdf?canvas_download=1">this</a>
      and <a href="$WIKI_REFERENCE$/pages/next">that</a> <img src="%24IMS-CC-FILEBASE%24/cat.png" alt="A cat"></p><iframe src="https://video.example.org/1"></iframe></body></html>`,
    'link1.xml':
      '<webLink xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imswl_v1p1"><title>Video</title><url href="https://example.org/v"/></webLink>',
    'quiz1/assessment_qti.xml': quiz,
    'quiz1/assessment_meta.xml': '<quiz/>',
    'task1/essay.html': '<html><body><p>Write <em>ten</em> lines.</p></body></html>',
    'task1/assignment_settings.xml':
      '<assignment><title>Essay</title><points_possible>12.5</points_possible><submission_types>online_text_entry,online_upload</submission_types></assignment>',
    'tool1.xml': '<cartridge_basiclti_link/>',
    'web_resources/hand out.pdf': '%PDF',
    'web_resources/cat.png': 'png',
    'web_resources/spare.docx': 'docx',
  });
  expect(tree.card).toMatchObject({ title: 'Numbers', language: 'en' });
  expect(outline(tree)).toEqual({
    'Week 1': ['text Welcome', 'file hand out.pdf', 'link Video', 'quiz Quiz', 'assignment Essay'],
    'Other materials': ['file spare.docx'],
  });
  expect(toLines({ findings })).toEqual([
    'lost | Week 1 / Practice | A heading without content is left out.',
    'changed | Week 1 / Welcome | Files that the text leads to became lessons; in the text only their names stay.',
    'changed | Week 1 / Welcome | Links to other parts of the package are left out; their words stay.',
    'changed | Week 1 / Welcome | What other sites showed within the text became links.',
    'changed | Week 1 / Welcome | Pictures within a paragraph or a table stand below it.',
    'changed | Week 1 / Quiz: 2. Even | A part of the right options earns a part of the points now; a wrong one still takes them all.',
    'lost | Week 1 / Quiz: 3. Essay | The question wants an essay, which only a person can grade. Make an assignment of it.',
    'changed | Week 1 / Quiz | Settings of “Canvas”, and questions of kinds that the standard does not know, are left out.',
    'changed | Week 1 / Essay | Dates, groups, rubrics and other settings of “Canvas” are left out.',
    'changed | Week 1 / Essay | The points are whole numbers from 1 to 1,000: they are rounded.',
    'lost | Week 1 / Tool | Tools of other sites (LTI) are not supported.',
    'lost | course_settings/canvas_export.txt | No lesson and no page refers to it.',
  ]);
  expect([...sources.values()]).toEqual([
    { entry: 'web_resources/cat.png' },
    { entry: 'web_resources/hand out.pdf' },
    { entry: 'web_resources/spare.docx' },
  ]);
  expect(findContent(tree, 'Welcome')).toMatchObject({
    blocks: [
      { type: 'html' },
      { type: 'image', courseFileId: tree.files.find(({ name }) => name === 'cat.png')?.id, alt: 'A cat', caption: '' },
      { type: 'html', html: expect.stringContaining('https://video.example.org/1') },
    ],
  });
  expect(findContent(tree, 'Quiz')).toMatchObject({
    settings: { maxAttempts: 2, questions: [{ bankId: tree.banks[0]?.id, draw: null }] },
  });
  expect(tree.banks[0]?.questions).toMatchObject([
    {
      prompt: '2 + 2 = ?',
      feedback: 'See page 1',
      answering: {
        type: 'single',
        options: [
          { text: '4', percent: 100, feedback: 'Yes!' },
          { text: '<div><b>5</b></div>', percent: 0, feedback: 'Too much' },
        ],
      },
    },
    { answering: { type: 'multiple', options: [{ percent: -100 }, { percent: 50 }, { percent: 50 }] } },
  ]);
  expect(findContent(tree, 'Essay')).toMatchObject({
    description: '<p>Write <em>ten</em> lines.</p>',
    takes: { text: true, link: false, files: 10 },
    points: 13,
  });
});

it('reads a course of Moodle', () => {
  const { tree, findings } = readCourse({
    'imsmanifest.xml': `<?xml version="1.0" encoding="utf-8"?>
<manifest xmlns="${cc('1p1')}" xmlns:lomimscc="${lom('1p1')}" identifier="M_1"><metadata><schema>IMS Common Cartridge</schema><schemaversion>1.1.0</schemaversion>
  <lomimscc:lom><lomimscc:general><lomimscc:title><lomimscc:string language="ru">Химия</lomimscc:string></lomimscc:title><lomimscc:language>ru</lomimscc:language>
  <lomimscc:description><lomimscc:string language="ru">Кислоты и соли</lomimscc:string></lomimscc:description></lomimscc:general></lomimscc:lom></metadata>
<organizations><organization identifier="O_1" structure="rooted-hierarchy"><item identifier="I_0">
  <item identifier="I_1"><title>Тема 1</title><item identifier="I_2" identifierref="R_1"><title>Форум</title></item>
    <item identifier="I_5"><title>Папка</title><item identifier="I_6" identifierref="R_2"><title>Опыт</title></item></item>
    <item identifier="I_3" identifierref="R_3"><title>Тест</title></item></item>
</item></organization></organizations>
<resources>
  <resource identifier="R_1" type="imsdt_xmlv1p1"><file href="i_1/discussion.xml"/><dependency identifierref="R_9"/></resource>
  <resource identifier="R_2" type="webcontent" href="i_2/page/опыт.html"><file href="i_2/page/опыт.html"/></resource>
  <resource identifier="R_3" type="imsqti_xmlv1p2/imscc_xmlv1p1/assessment"><file href="i_3/assessment.xml"/></resource>
  <resource identifier="R_4" type="imsqti_xmlv1p2/imscc_xmlv1p1/question-bank"><file href="i_4/bank.xml"/></resource>
  <resource identifier="R_9" type="webcontent" href="i_1/a.pdf"><file href="i_1/a.pdf"/></resource>
</resources></manifest>`,
    'i_1/discussion.xml': `<dt:topic xmlns:dt="http://www.imsglobal.org/xsd/imsccv1p1/imsdt_v1p1"><title>Форум</title>
      <text texttype="text/html">&lt;p&gt;Что такое &lt;b&gt;соль&lt;/b&gt;?&lt;/p&gt;</text><attachments><attachment href="a.pdf"/></attachments></dt:topic>`,
    'i_1/a.pdf': '%PDF',
    'i_2/page/опыт.html': '<html><body>Смешайте.<p><a href="$IMS-CC-FILEBASE$../../i_1/a.pdf">файл</a></p></body></html>',
    'i_3/assessment.xml':
      interop(`<assessment ident="a" title="Тест"><qtimetadata>${field('qmd_timelimit', '15')}${field('cc_maxattempts', 'unlimited')}${field('qmd_feedbackpermitted', 'Yes')}${field('qmd_solutionspermitted', 'Yes')}</qtimetadata>
      <section ident="s"><item ident="1" title=""><itemmetadata><qtimetadata>${field('cc_profile', 'cc.true_false.v0p1')}${field('cc_weighting', '3')}${field('cc_question_category', 'Соли')}</qtimetadata></itemmetadata>
        <presentation><material><mattext texttype="text/plain">NaCl * 2 — соль?</mattext></material><response_lid ident="r" rcardinality="Single"><render_choice>
          <response_label ident="true"><material><mattext>Верно</mattext></material></response_label><response_label ident="false"><material><mattext>Неверно</mattext></material></response_label></render_choice></response_lid></presentation>
        <resprocessing><outcomes><decvar varname="SCORE" vartype="Decimal" minvalue="0" maxvalue="100"/></outcomes><respcondition title="Correct" continue="No"><conditionvar><varequal respident="r">true</varequal></conditionvar><setvar varname="SCORE" action="Set">100</setvar></respcondition></resprocessing></item>
      <item ident="2" title="Без ключа"><presentation><material><mattext>Что?</mattext></material><response_str ident="r"><render_fib/></response_str></presentation></item></section></assessment>`),
    'i_4/bank.xml':
      interop(`<objectbank ident="b"><item ident="1" title="Формула"><itemmetadata><qtimetadata>${field('cc_profile', 'cc.pattern_match.v0p1')}</qtimetadata></itemmetadata>
      <presentation><material><mattext>Соль?</mattext></material><response_str ident="r" rcardinality="Single"><render_fib/></response_str></presentation>
      <resprocessing><respcondition><conditionvar><varsubstring respident="r" case="No">NaCl</varsubstring></conditionvar><setvar varname="SCORE" action="Set">100</setvar></respcondition></resprocessing></item></objectbank>`),
  });
  expect(tree.card).toMatchObject({ title: 'Химия', summary: 'Кислоты и соли', language: 'ru' });
  expect(tree.modules.map(({ title, lessons }) => [title, lessons.map(({ title: name }) => name)])).toEqual([
    ['Тема 1', ['Форум', 'a.pdf']],
    ['Тема 1 / Папка', ['Опыт']],
    ['Тема 1', ['Тест']],
  ]);
  expect(toLines({ findings })).toEqual([
    'changed | Тема 1 / Папка | A folder within a module became a module of its own.',
    'changed | Тема 1 / Форум | There are no discussions of lessons: the topic became a text.',
    'changed | Тема 1 / Папка / Опыт | Files that the text leads to became lessons; in the text only their names stay.',
    'lost | Тема 1 / Тест: 2. Без ключа | The question does not tell the right answer.',
  ]);
  expect(findContent(tree, 'Тест')).toMatchObject({ settings: { timeLimitSeconds: 900, maxAttempts: null, review: 'key' } });
  expect(tree.banks).toMatchObject([
    {
      title: 'Тест',
      questions: [
        {
          prompt: 'NaCl * 2 — соль?',
          points: 3,
          tags: ['Соли'],
          answering: { type: 'single', options: [{ percent: 100 }, { percent: 0 }] },
        },
      ],
    },
    { title: 'Банк вопросов', questions: [{ answering: { type: 'short-text', accepted: [{ text: '*NaCl*', percent: 100 }] } }] },
  ]);
});
