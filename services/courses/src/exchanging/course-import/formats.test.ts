import { listCourseFiles } from '@lyceum/contracts/courses/course-file';
import { getDraft, getDraftLesson } from '@lyceum/contracts/courses/draft';
import { launchScorm } from '@lyceum/contracts/courses/scorm';
import { asStaff, type TestActor } from '@lyceum/testing/actors';
import { buildItem, buildManifest, buildResource } from '../../../test/build-cartridge.ts';
import { service } from '../../../test/courses-service.ts';
import { buildEnrolment, publish } from '../../../test/factories.ts';
import { buildWholeDraft, downloadAs, exportAs, importAs } from '../../../test/package-factories.ts';
import { zip } from '../../../test/scorm-factories.ts';

const webLink = `<webLink xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imswl_v1p1"><title>Справка</title><url href="https://example.org/help"/></webLink>`;

const cartridge = {
  'imsmanifest.xml': buildManifest({
    items: buildItem(
      'Типы',
      undefined,
      buildItem('Страница', 'page'),
      buildItem('Справка', 'link'),
      buildItem('Памятка', 'handout'),
      buildItem('Инструмент', 'tool'),
    ),
    resources: [
      buildResource('page', 'webcontent', 'web/page.html'),
      buildResource('link', 'imswl_xmlv1p1', 'links/help.xml'),
      buildResource('handout', 'webcontent', 'web/handout.txt'),
      buildResource('tool', 'imsbasiclti_xmlv1p0', 'lti/tool.xml'),
    ].join(''),
  }),
  'web/page.html': '<html><body><h1>Типы</h1><p onclick="x()">Проверяются до запуска.<script>x()</script></p></body></html>',
  'links/help.xml': webLink,
  'web/handout.txt': 'Краткая памятка.',
  'lti/tool.xml': '<cartridge_basiclti_link/>',
};

const scorm = {
  'imsmanifest.xml': `<?xml version="1.0"?>
<manifest identifier="M" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="O"><organization identifier="O"><title>Тренажёр</title>
    <item identifier="I" identifierref="R"><title>Начало</title></item>
  </organization></organizations>
  <resources><resource identifier="R" type="webcontent" adlcp:scormtype="sco" href="index.html"><file href="index.html"/></resource></resources>
</manifest>`,
  'index.html': '<!doctype html><title>Начало</title>',
};

async function readLessons(as: TestActor, courseId: string) {
  const { body } = await service.call(getDraft, { as, params: { courseId } });
  const items: { id: string; title: string; type: string }[] = body.modules.flatMap(
    (module: { lessons: { id: string; title: string; type: string }[] }) => module.lessons,
  );
  return items;
}

describe('an import of another system’s package', () => {
  it('makes lessons of a Common Cartridge, gives its files, and says what is lost', async () => {
    const as = asStaff();
    const imported = await importAs(as, await zip(cartridge));
    expect(imported).toMatchObject({ status: 'done', format: 'common-cartridge', reason: null });
    expect(imported.findings.map(({ severity, place }) => `${severity} ${place}`)).toContainEqual(
      expect.stringMatching(/^lost .*Инструмент/),
    );
    const courseId = imported.courseId ?? '';
    const lessons = await readLessons(as, courseId);
    expect(lessons.map(({ title, type }) => `${title}: ${type}`)).toEqual(['Страница: text', 'Справка: link', 'Памятка: file']);
    const [page] = lessons;
    const params = { courseId, lessonId: page?.id ?? '' };
    const { shown } = (await service.call(getDraftLesson, { as, params })).body;
    expect(JSON.stringify(shown)).toContain('Проверяются до запуска.');
    expect(JSON.stringify(shown)).not.toMatch(/script|onclick/);
    const { items } = (await service.call(listCourseFiles, { as, params: { courseId } })).body;
    expect(items).toMatchObject([{ name: 'handout.txt', status: 'ready', size: Buffer.byteLength('Краткая памятка.') }]);
  });

  it('makes a lesson of a SCORM package that can be launched', async () => {
    const as = asStaff();
    const imported = await importAs(as, await zip(scorm));
    expect(imported).toMatchObject({ status: 'done', format: 'scorm', reason: null, findings: [] });
    const courseId = imported.courseId ?? '';
    const [lesson] = await readLessons(as, courseId);
    expect(lesson).toMatchObject({ title: 'Начало', type: 'scorm' });
    await publish(as, courseId);
    const { learner } = await buildEnrolment(courseId);
    const launch = await service.call(launchScorm, { as: learner, params: { courseId, lessonId: lesson?.id ?? '' } });
    expect(launch.status).toBe(201);
  });

  it('reads SCORM whose folder was packed, and says of other standards what to do', async () => {
    const packed = Object.fromEntries(Object.entries(scorm).map(([name, content]) => [`folder/${name}`, content]));
    expect(await importAs(asStaff(), await zip(packed))).toMatchObject({ status: 'done', format: 'scorm', findings: [] });
    const { status, reason } = await importAs(asStaff(), await zip({ 'cmi5.xml': '<courseStructure/>' }));
    expect([status, reason]).toEqual(['failed', expect.stringContaining('The package is of cmi5.')]);
  });
});

describe('an export as Common Cartridge', () => {
  it('is read again, and its losses were said before', async () => {
    const { author, courseId } = await buildWholeDraft();
    const exported = await exportAs(author, courseId, 'common-cartridge');
    expect(exported).toMatchObject({ status: 'done', reason: null });
    expect(exported.findings.length).toBeGreaterThan(0);
    const imported = await importAs(author, await downloadAs(author, exported));
    expect(imported).toMatchObject({ status: 'done', format: 'common-cartridge' });
    const lessons = await readLessons(author, imported.courseId ?? '');
    expect(lessons.slice(0, 8).map(({ title, type }) => `${title}: ${type}`)).toEqual([
      'Текст: text',
      'Видео: link',
      'Картинка: text',
      'Файл: file',
      'Ссылка: link',
      'Тест: quiz',
      'Встреча: link',
      'Эссе: assignment',
    ]);
  });
});
