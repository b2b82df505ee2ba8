import { readCourse, toLines } from '../../../../test/build-cartridge.ts';
import type { CourseTree } from '../../tree/course-tree.ts';

const field = (label: string, entry: string) =>
  `<qtimetadatafield><fieldlabel>${label}</fieldlabel><fieldentry>${entry}</fieldentry></qtimetadatafield>`;
const findContent = ({ modules }: CourseTree, title: string) =>
  modules.flatMap(({ lessons }) => lessons).find((lesson) => lesson.title === title)?.content;
const outline = ({ modules }: CourseTree) => modules.map(({ title, lessons }) => [title, lessons.map(({ title: name }) => name)]);

it('reads a course of Brightspace', () => {
  const { tree, findings } = readCourse({
    'imsmanifest.xml': `<?xml version="1.0" encoding="utf-8"?>
<manifest identifier="D2L" xmlns="http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1" xmlns:lomr="http://ltsc.ieee.org/xsd/imsccv1p3/LOM/resource" xmlns:lomm="http://ltsc.ieee.org/xsd/imsccv1p3/LOM/manifest">
<metadata><schema>IMS Common Cartridge</schema><schemaversion>1.3.0</schemaversion><lomm:lom><lomm:general><lomm:title><lomm:string language="de-DE">Physik</lomm:string></lomm:title></lomm:general></lomm:lom></metadata>
<organizations><organization identifier="o" structure="rooted-hierarchy"><item identifier="root">
  <item identifier="m"><title>Unit</title>
    <item identifier="a" identifierref="r1"><title>Task</title></item><item identifier="b" identifierref="r2"><title>Plan</title></item>
    <item identifier="c" identifierref="r3"><title>Keys</title></item><item identifier="d" identifierref="r4"><title>Slides</title></item>
    <item identifier="e" identifierref="r5"><title>Quiz</title></item></item></item></organization></organizations>
<resources>
  <resource identifier="r1" type="assignment_xmlv1p0"><file href="a/task.xml"/></resource>
  <resource identifier="r2" type="webcontent" href="plan.html" intendeduse="lessonplan"><file href="plan.html"/></resource>
  <resource identifier="r3" type="webcontent" href="keys.html"><metadata><lomr:lom><lomr:educational><lomr:intendedEndUserRole><lomr:source>IMSGLC_CC_Rolesv1p3</lomr:source><lomr:value>Instructor</lomr:value></lomr:intendedEndUserRole></lomr:educational></lomr:lom></metadata><file href="keys.html"/></resource>
  <resource identifier="r4" type="webcontent" href="slides.pptx"><file href="slides.pptx"/></resource>
  <resource identifier="r5" type="imsqti_xmlv1p2/imscc_xmlv1p3/assessment"><file href="quiz.xml"/></resource>
</resources></manifest>`,
    'a/task.xml': `<assignment xmlns="http://www.imsglobal.org/xsd/imscc_extensions/assignment" identifier="r1"><title>Task</title>
      <instructor_text texttype="text/html">&lt;p&gt;Measure g.&lt;/p&gt;</instructor_text><submission_formats><format type="file"/></submission_formats><gradable points_possible="100.000000000">true</gradable></assignment>`,
    'plan.html': '<p>Plan</p>',
    'keys.html': '<p>Keys</p>',
    'slides.pptx': 'pptx',
    'quiz.xml': `<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2"><assessment ident="q" title="Quiz"><qtimetadata>${field('cc_profile', 'cc.exam.v0p1')}${field('qmd_timelimit', '0')}${field('cc_maxattempts', '500')}</qtimetadata><section ident="s">
      <item ident="1"><itemmetadata><qtimetadata>${field('cc_profile', 'cc.fib.v0p1')}${field('cc_weighting', '2')}</qtimetadata></itemmetadata>
        <presentation><flow><material><mattext texttype="text/html">&lt;p&gt;Who? &lt;img src="x.png" alt="portrait"/&gt;&lt;/p&gt;</mattext></material><response_str ident="r" rcardinality="Single"><render_fib><response_label ident="l"/></render_fib></response_str></flow></presentation>
        <resprocessing><respcondition><conditionvar><or><varequal respident="r" case="Yes">Newton</varequal><varequal respident="r" case="Yes">New*ton</varequal></or></conditionvar><setvar varname="SCORE" action="Set">100</setvar></respcondition></resprocessing></item>
    </section></assessment></questestinterop>`,
  });
  expect(outline(tree)).toEqual([['Unit', ['Task', 'Slides', 'Quiz']]]);
  expect(toLines({ findings })).toEqual([
    'changed | Physik | Courses are taught in Russian or English; the package says “de-DE”. English is set.',
    'lost | Unit / Plan | It is meant for teachers, and lessons are for learners.',
    'lost | Unit / Keys | It is meant for teachers, and lessons are for learners.',
    'changed | Unit / Quiz: 1 | Pictures are left out; their descriptions or names stand in their places.',
    'changed | Unit / Quiz | The limit of time or of attempts is not one that a quiz can have: it is left out.',
  ]);
  expect(findContent(tree, 'Task')).toMatchObject({ description: 'Measure g.', takes: { text: false, files: 10 }, points: 100 });
  expect(tree.files).toMatchObject([
    { name: 'slides.pptx', type: 'application/vnd.openxmlformats-officedocument.presentationml.presentation' },
  ]);
  expect(tree.banks[0]?.questions).toMatchObject([
    {
      prompt: 'Who? [portrait]',
      points: 2,
      answering: { accepted: [{ text: 'Newton' }, { text: 'New\\*ton' }], caseSensitive: true },
    },
  ]);
});

it('reads a course of Blackboard', () => {
  const { tree, findings } = readCourse({
    'imsmanifest.xml': `<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="man00001" xmlns="http://www.imsglobal.org/xsd/imsccv1p2/imscp_v1p1" xmlns:lom="http://ltsc.ieee.org/xsd/imsccv1p2/LOM/manifest"><metadata><schema>IMS Common Cartridge</schema><schemaversion>1.2.0</schemaversion>
  <lom:lom><lom:general><lom:title><lom:string language="en-US">History</lom:string></lom:title></lom:general></lom:lom></metadata>
<organizations><organization identifier="org" structure="rooted-hierarchy"><item identifier="root"><title>--TOP--</title>
  <item identifier="a"><title>Content</title><item identifier="b"><title>Week</title><item identifier="c"><title>Day</title><item identifier="d" identifierref="w"><title>Site</title></item></item></item></item>
  <item identifier="e" identifierref="t"><title>Loose</title></item></item></organization></organizations>
<resources>
  <resource identifier="w" type="imswl_xmlv1p2"><file href="res1/link.xml"/></resource>
  <resource identifier="t" type="imsdt_xmlv1p2"><file href="res2/topic.xml"/></resource>
  <resource identifier="q" type="imsqti_xmlv1p2/imscc_xmlv1p2/assessment"><file href="res3/quiz.xml"/></resource>
</resources></manifest>`,
    'res1/link.xml':
      '<webLink xmlns="http://www.imsglobal.org/xsd/imsccv1p2/imswl_v1p2"><title>Site</title><url href="http://example.org/" target="_blank"/></webLink>',
    'res2/topic.xml':
      '<topic xmlns="http://www.imsglobal.org/xsd/imsccv1p2/imsdt_v1p2"><title>Loose</title><text texttype="text/plain">Was it 1 &lt; 2?\n\nWhy?</text></topic>',
    'res3/quiz.xml': `<questestinterop><assessment ident="q" title="Dates"><section ident="s"><item ident="1" title="Year"><itemmetadata><qtimetadata>${field('cc_profile', 'cc.multiple_choice.v0p1')}</qtimetadata></itemmetadata>
      <presentation><material><mattext>When?</mattext></material><response_lid ident="r" rcardinality="Single"><render_choice><response_label ident="1"><material><mattext>1066</mattext></material></response_label><response_label ident="2"><material><mattext>1067</mattext></material></response_label></render_choice></response_lid></presentation>
      <resprocessing><respcondition><conditionvar><varequal respident="r">1</varequal></conditionvar><setvar varname="SCORE" action="Set">100</setvar></respcondition><respcondition><conditionvar><varequal respident="r">2</varequal></conditionvar><setvar varname="SCORE" action="Set">50</setvar></respcondition></resprocessing></item></section></assessment></questestinterop>`,
  });
  expect(outline(tree)).toEqual([
    ['Content / Week / Day', ['Site']],
    ['Materials', ['Loose']],
    ['Other materials', ['Dates']],
  ]);
  expect(toLines({ findings })).toEqual([
    'changed | Content / Week | A folder within a module became a module of its own.',
    'changed | Content / Week / Day | A folder within a module became a module of its own.',
    'changed | Materials / Loose | There are no discussions of lessons: the topic became a text.',
  ]);
  expect(findContent(tree, 'Loose')).toMatchObject({ blocks: [{ html: '<p>Was it 1 &lt; 2?</p><p>Why?</p>' }] });
  expect(tree.banks[0]?.questions[0]?.answering).toMatchObject({ options: [{ percent: 100 }, { percent: 50 }] });
});

it('reads a cartridge of a publisher of 1.0 in a folder, without outline', () => {
  const { tree, findings } = readCourse(
    {
      'book/imsmanifest.xml': `<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="p" xmlns="http://www.imsglobal.org/xsd/imscc/imscp_v1p1" xmlns:lom="http://ltsc.ieee.org/xsd/imscc/LOM"><metadata><schema>IMS Common Cartridge</schema><schemaversion>1.0.0</schemaversion>
  <lom:lom><lom:general><lom:title><lom:langstring xml:lang="en">Book</lom:langstring></lom:title></lom:general></lom:lom></metadata>
<organizations><organization identifier="o" structure="rooted-hierarchy"><item identifier="i" identifierref="r1"><title>Chapter 1</title></item><item identifier="j" identifierref="gone"><title>Chapter 2</title></item></organization></organizations>
<resources>
  <resource identifier="r1" type="associatedcontent/imscc_xmlv1p0/learning-application-resource" href="ch1/index.htm"><file href="ch1/index.htm"/><file href="ch1/style.css"/></resource>
  <resource identifier="r2" type="imswl_xmlv1p0"><file href="link.xml"/></resource>
  <resource identifier="r3" type="imsqti_xmlv1p2/imscc_xmlv1p0/question-bank"><file href="none.xml"/></resource>
${Array.from({ length: 21 }, (_, index) => `<resource identifier="s${index}" type="webcontent" href="spare/${index}.doc"><file href="spare/${index}.doc"/></resource>`).join('')}
</resources></manifest>`,
      'book/ch1/index.htm':
        '<html><head><link rel="stylesheet" href="style.css"></head><body><h1>One</h1><object data="a.swf"></object></body></html>',
      'book/ch1/style.css': '',
      'book/link.xml':
        '<webLink xmlns="http://www.imsglobal.org/xsd/imswl_v1p0"><title>Home</title><url href="https://example.org"/></webLink>',
      ...Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`book/spare/${index}.doc`, 'doc'])),
    },
    'book.imscc',
  );
  expect(outline(tree)).toEqual([
    ['Book', ['Chapter 1']],
    ['Other materials', ['Home']],
  ]);
  expect(toLines({ findings })).toEqual([
    'lost | Book / Chapter 2 | The package does not say what belongs here.',
    'changed | Book / Chapter 1 | Scripts, forms, drawings, formulas in “MathML” and players of sound and video are left out of the text.',
    ...Array.from({ length: 21 }, (_, index) => `lost | spare/${index}.doc | No lesson and no page refers to it.`),
    'lost | none.xml | The package lacks its file.',
  ]);
});
