import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { getDraft, getDraftLesson } from '@lyceum/contracts/courses/draft';
import { asStaff } from '@lyceum/testing/actors';
import { zipSync } from 'fflate';
import { service } from '../../../test/courses-service.ts';
import { importAs } from '../../../test/package-factories.ts';
import { type NewEntry, writeArchive } from '../archive/write-archive.ts';

const toBytes = (text: string) => new TextEncoder().encode(text);

async function pack(...entries: NewEntry[]): Promise<Buffer> {
  return buffer((await writeArchive(entries)).stream);
}

const card = {
  ...{ title: 'Курс', summary: '', description: '', language: 'ru', level: 'beginner', tags: [], coverUrl: null, price: null },
  ...{ enrolment: 'open', sequential: true, hours: null, outcomes: [], category: null, prerequisites: [] },
};
const gradebook = { categories: [], items: [], ungraded: 'ignored' };
const course = { format: 'lyceum-course', version: 1, card, banks: [], modules: [], gradebook, files: [] };
const id = '00000000-0000-7000-8000-000000000001';

const packCourse = (changes: object) =>
  pack({ name: 'course.json', content: toBytes(JSON.stringify({ ...course, ...changes })) });

const lesson = {
  ...{ id, title: 'Урок', required: true, opening: { opens: 'at-once' }, programTopic: null },
  ...{ content: { type: 'text', blocks: [] }, completion: { rule: 'opened', seconds: 0 } },
};

const withLessons = (...lessons: object[]) => packCourse({ modules: [{ title: 'М', summary: '', lessons }] });

/** A zip whose one name is exchanged after it was written, in its header and its directory. */
function renameIn(bytes: Buffer, from: string, to: string): Buffer {
  return Buffer.from(bytes.toString('latin1').replaceAll(from, to), 'latin1');
}

const hostile: Readonly<Record<string, [RegExp, () => Promise<Buffer>]>> = {
  'bytes that are no archive': [/damaged or not a zip/, async () => randomBytes(1000)],
  'an archive without a manifest': [/no format that is read/, () => pack({ name: 'a.txt', content: toBytes('a') })],
  'cmi5 in it': [/is of cmi5/, () => pack({ name: 'cmi5.xml', content: toBytes('<courseStructure/>') })],
  'Tin Can in it': [/xAPI/, () => pack({ name: 'tincan.xml', content: toBytes('<tincan/>') })],
  'AICC in it': [/AICC/, () => pack({ name: 'course/course.au', content: toBytes('a') })],
  'half an archive': [/damaged/, async () => (await packCourse({})).subarray(0, 200)],
  'a name that leaves the archive': [
    /name that is not allowed/,
    async () => renameIn(await pack({ name: 'aaaaa.txt', content: toBytes('a') }), 'aaaaa.txt', '../..a.tx'),
  ],
  'an absolute name': [
    /name that is not allowed|damaged/,
    async () => renameIn(await pack({ name: 'etc/passwd', content: toBytes('a') }), 'etc/passwd', '/tc/passwd'),
  ],
  'two entries of one name': [
    /two entries of one name/,
    () => pack({ name: 'course.json', content: toBytes('{}') }, { name: 'Course.jsoN', content: toBytes('{}') }),
  ],
  'a bomb of zeros': [/too large/, async () => Buffer.from(zipSync({ 'course.json': new Uint8Array(20_000_000) }, { level: 9 }))],
  'more texts than are read': [
    /too large/,
    async () => Buffer.from(zipSync({ 'course.json': randomBytes(31_000_000) }, { level: 0 })),
  ],
  'bytes that are not those of the directory': [/damaged/, async () => renameIn(await packCourse({}), '"title":"', '"titlE":"')],
  'a manifest that is no JSON': [
    /not the description of a course/,
    () => pack({ name: 'course.json', content: toBytes('{"a":') }),
  ],
  'a manifest of deep lists': [
    /not the description of a course/,
    () => pack({ name: 'course.json', content: toBytes('['.repeat(200_000)) }),
  ],
  'a newer format': [/newer release/, () => packCourse({ version: 2 })],
  'a member that nobody knows': [/^\/:/, () => packCourse({ __proto__x: 1 })],
  'too many lessons': [/^\/modules/, () => withLessons(...Array.from({ length: 501 }, () => lesson))],
  'two lessons of one id': [/same id/, () => withLessons(lesson, lesson)],
  'a rule that does not fit': [/rule does not fit/, () => withLessons({ ...lesson, completion: { rule: 'accepted' } })],
  'text that the database refuses': [/Control characters/, () => withLessons({ ...lesson, title: 'a\u0000b' })],
  'an address that would run': [
    /http/,
    () => withLessons({ ...lesson, content: { type: 'link', url: 'javascript:alert(1)', description: '' } }),
  ],
};

describe('a hostile package', () => {
  it.each(Object.entries(hostile).map(([name, [reason, build]]) => [name, reason, build] as const))(
    'with %s ends with a reason',
    async (_, reason, build) => {
      const imported = await importAs(asStaff(), await build());
      expect(imported).toMatchObject({ status: 'failed', courseId: null, reason: expect.stringMatching(reason) });
    },
  );

  it('may hold scripts: what learners read of it is clean', async () => {
    const content = { type: 'text', blocks: [{ id: 'a', type: 'html', html: '<p onclick="x()">Текст<script>x()</script></p>' }] };
    const as = asStaff();
    const { status, courseId } = await importAs(as, await withLessons({ ...lesson, content }));
    expect(status).toBe('done');
    const { body: draft } = await service.call(getDraft, { as, params: { courseId: courseId ?? '' } });
    const lessonId = draft.modules[0].lessons[0].id;
    const { body } = await service.call(getDraftLesson, { as, params: { courseId: courseId ?? '', lessonId } });
    expect(body.shown).toEqual([{ id: 'a', html: '<p>Текст</p>' }]);
  });

  it('loses a file that is damaged or missing alone', async () => {
    const files = [1, 2].map((number) => ({
      id: id.replace(/1$/, `${number}`),
      name: `${number}.txt`,
      type: 'text/plain',
      size: 5,
    }));
    const bytes = await pack(
      { name: 'course.json', content: toBytes(JSON.stringify({ ...course, files })) },
      { name: `files/${files[0]?.id}`, content: toBytes('QQQQQ') },
    );
    const imported = await importAs(asStaff(), renameIn(bytes, 'QQQQQ', 'QQQQX'));
    const message = 'The package lacks the file, or it is damaged there.';
    expect(imported.findings).toEqual(['1.txt', '2.txt'].map((place) => ({ place, severity: 'lost', message })));
  });
});
