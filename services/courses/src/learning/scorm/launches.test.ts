import { enqueue } from '@lyceum/common/outbox';
import { deleteLesson } from '@lyceum/contracts/courses/draft';
import { endEnrolment } from '@lyceum/contracts/courses/enrolment';
import { previewScorm } from '@lyceum/contracts/courses/scorm';
import { asStaff, type TestActor } from '@lyceum/testing/actors';
import { putObject } from '@lyceum/testing/object-store';
import { service } from '../../../test/courses-service.ts';
import { buildLearner, buildLesson, buildPublishedCourse, unknownId } from '../../../test/factories.ts';
import {
  buildScorm,
  buildScormLearner,
  commit,
  get,
  getState,
  type Launch,
  launch,
  notKept,
  packageFiles,
  type ScormCourse,
  tryLaunch,
  zip,
} from '../../../test/scorm-factories.ts';
import { CourseFileEntity } from '../../authoring/course-file/course-file.entity.ts';
import { toCourseFileKey } from '../../authoring/course-file/course-file-key.ts';
import { ScormEntryEntity } from '../scorm-package/scorm-entry.entity.ts';
import { ScormPackageEntity } from '../scorm-package/scorm-package.entity.ts';
import { sweepPackagesSchedule } from '../scorm-package/sweep-packages.job.ts';
import { launchLesson } from './launch-lesson.ts';
import { ScormLaunchEntity } from './scorm-launch.entity.ts';
import { sweepLaunchesSchedule } from './sweep-launches.job.ts';

const toCode = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code];

describe('POST /courses/:courseId/lessons/:lessonId/scorm/launches', () => {
  it('answers 201 with an address at the content origin, whose token nobody finds in the database', async () => {
    const { learner, params } = await buildScormLearner();
    const { status, body } = await tryLaunch(learner, params);
    expect([status, body]).toEqual([
      201,
      {
        id: expect.any(String),
        url: expect.stringMatching(/^https:\/\/content\.example\.org\/s\/main\/content\/courses\/launches\/[\w-]{43}\/$/),
        expiresAt: expect.any(String),
      },
    ]);
    const rows = await service.rows((db) => db.findBy(ScormLaunchEntity, { id: body.id }));
    expect(JSON.stringify(rows)).not.toContain(body.url.split('/').at(-2));
  });

  it('answers 403 to whoever the lesson is closed to, and 404 to what is not there', async () => {
    const { author, learner, courseId, params } = await buildScormLearner();
    expect(toCode(await tryLaunch(await buildLearner(), params))).toEqual([403, 'lesson.locked']);
    expect(toCode(await tryLaunch(learner, { courseId, lessonId: unknownId }))).toEqual([404, 'lesson.not_found']);
    expect(toCode(await tryLaunch(learner, { ...params, courseId: unknownId }))).toEqual([404, 'course.not_found']);
    await service.call(endEnrolment, { as: author, params: { courseId, personId: learner.id } });
    expect(toCode(await tryLaunch(learner, params))).toEqual([403, 'lesson.locked']);
  });

  it('answers 409 where the lesson is of another type', async () => {
    const { author, courseId, lessons } = await buildPublishedCourse();
    expect(toCode(await tryLaunch(author, { courseId, lessonId: lessons[0] ?? '' }))).toEqual([409, 'lesson.no_scorm']);
  });

  it('answers 404 and 409 when the file is gone or waits for its upload', async () => {
    const { author, params, courseFileId: id } = await buildScorm();
    await service.rows((db) => db.update(CourseFileEntity, { id }, { status: 'waiting', etag: null }));
    expect(toCode(await tryLaunch(author, params))).toEqual([409, 'course_file.not_ready']);
    await service.rows((db) => db.delete(CourseFileEntity, { id }));
    expect(toCode(await tryLaunch(author, params))).toEqual([404, 'course_file.not_found']);
  });

  const deflated = zip({ 'index.html': 'x'.repeat(100) });
  const withByte = async (position: (bytes: Buffer) => number, value: number) => {
    const bytes = Buffer.from(await deflated);
    bytes.writeUInt8(value, position(bytes));
    return bytes;
  };
  const directory = (bytes: Buffer) => bytes.indexOf('PK\u0001\u0002');

  it.each<[string, () => Promise<Buffer>, string]>([
    ['no zip file', async () => Buffer.from('x'.repeat(100)), 'not a zip file'],
    ['a method that nobody reads', () => withByte((bytes) => directory(bytes) + 10, 12), 'not read'],
    ['a directory that leads elsewhere', () => withByte((bytes) => directory(bytes) + 42, 7), 'damaged'],
    ['a bomb', () => zip({ 'a.html': Buffer.alloc(3_000_000) }), 'too large'],
  ])('answers 409 with the reason to %s, each time', async (_, make, reason) => {
    const { author, params } = await buildScorm({ bytes: await make() });
    for (const as of [author, asStaff({ locale: 'en' })]) {
      const answer = await tryLaunch(as, params);
      expect(toCode(answer)).toEqual([409, 'scorm.package_unreadable']);
      if (as !== author) expect(answer.body.detail).toContain(reason);
    }
  });

  it('looks a package through once, for several at once', async () => {
    const { params, courseFileId: id } = await buildScorm();
    const answers = await Promise.all(Array.from({ length: 5 }, () => tryLaunch(asStaff(), params)));
    expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(201));
    const [{ objectId = '' } = {}] = await service.rows((db) => db.findBy(CourseFileEntity, { id }));
    expect(await service.rows((db) => db.countBy(ScormPackageEntity, { objectId }))).toBe(1);
  });

  it('fails when the platform has no content address', async () => {
    const { author, params: place } = await buildScorm();
    const actor = { ...author, roles: [], service: null, expiresAt: 0, can: () => true };
    const own = { read: service.rows, transact: service.rows };
    const readPackage = () => Promise.reject(new Error('nothing is read'));
    const launching = launchLesson(own, { ctx: service.context(), actor, place }, { contentUrl: undefined, readPackage });
    await expect(launching).rejects.toMatchObject({ problem: { code: 'scorm.no_content_address', status: 503 } });
  });
});

describe('GET /launches/:token', () => {
  it('is a page of ours with its run-time and its words', async () => {
    const { learner, params } = await buildScormLearner();
    const { path } = await launch(learner, params);
    const page = await get(`${path}/`, { 'accept-language': 'ru' });
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.body.toString()).toContain('Урок загружается…');
    for (const [, name] of page.body.toString().matchAll(/(?:src|href)="(player\/[^"]+)"/g)) {
      const file = await get(`${path}/${name}`);
      expect([name, file.status]).toEqual([name, 200]);
    }
    expect((await get(`${path}/player/none.js`)).status).toBe(404);
    expect((await get('/launches/none/player/player.js')).status).toBe(404);
  });
});

describe('POST /courses/:courseId/draft/lessons/:lessonId/scorm/launches', () => {
  const preview = (as: TestActor, params: ScormCourse['params']) => service.call(previewScorm, { as, params });
  const toLaunch = ({ id, url }: { id: string; url: string }): Launch => ({ id, path: `/launches/${url.split('/').at(-2)}` });

  it('shows those who teach a lesson that is not published, and keeps nothing', async () => {
    const { author, params } = await buildScorm({ isDraft: true });
    for (const as of [author, asStaff()]) {
      const { status, body } = await preview(as, params);
      expect(status).toBe(201);
      const shown = toLaunch(body);
      expect((await get(`${shown.path}/`)).status).toBe(200);
      expect((await get(`${shown.path}/package/index.html`)).status).toBe(200);
      expect(await getState(shown)).toMatchObject({ isKept: false, start: 'package/index.html' });
      expect(await commit(shown)).toEqual(notKept);
    }
  });

  it('shows the draft as it was when it was started, whatever its author changes then', async () => {
    const { author, courseId, moduleId, params } = await buildScorm();
    const { path } = toLaunch((await preview(author, params)).body);
    await service.call(deleteLesson, { as: author, params });
    expect((await get(`${path}/`)).status).toBe(200);
    expect(toCode(await preview(author, params))).toEqual([404, 'lesson.not_found']);
    const { id: lessonId } = await buildLesson(author, courseId, { moduleId });
    expect(toCode(await preview(author, { courseId, lessonId }))).toEqual([409, 'lesson.no_scorm']);
  });

  it('answers 404 to learners, and says what is wrong with the file', async () => {
    const { author, learner, params, courseFileId: id } = await buildScormLearner({ bytes: Buffer.from('x'.repeat(100)) });
    expect(toCode(await preview(learner, params))).toEqual([404, 'course.not_found']);
    expect(toCode(await preview(author, params))).toEqual([409, 'scorm.package_unreadable']);
    await service.rows((db) => db.update(CourseFileEntity, { id }, { status: 'waiting', etag: null }));
    expect(toCode(await preview(author, params))).toEqual([409, 'course_file.not_ready']);
    await service.rows((db) => db.delete(CourseFileEntity, { id }));
    expect(toCode(await preview(author, params))).toEqual([404, 'course_file.not_found']);
  });
});

describe('GET /launches/:token/package/*path', () => {
  const html = packageFiles['index.html'];
  const sound = packageFiles['Media/Звук.mp3'];

  it.each<[string, string, string, Buffer]>([
    ['what is deflated', 'index.html', 'text/html', Buffer.from(html)],
    ['what is stored', 'Media/Звук.mp3', 'audio/mpeg', sound],
    ['a name in another case', 'media/ЗВУК.MP3', 'audio/mpeg', sound],
    ['an empty file', 'empty.js', 'text/javascript', Buffer.alloc(0)],
  ])('answers %s with its bytes', async (_, name, type, bytes) => {
    const { learner, params } = await buildScormLearner();
    const { path } = await launch(learner, params);
    const { status, headers, body } = await get(`${path}/package/${encodeURI(name)}?v=1`);
    expect([status, headers['content-type'], body.equals(bytes)]).toEqual([200, type, true]);
  });

  it.each([
    ['index.html', Buffer.from(html), 'bytes=100-199'],
    ['index.html', Buffer.from(html), 'bytes=-7'],
    ['Media/Звук.mp3', sound, 'bytes=4990-'],
    ['Media/Звук.mp3', sound, 'bytes=0-0'],
  ])('answers 206 with a part of %s', async (name, bytes, range) => {
    const { learner, params } = await buildScormLearner();
    const { path } = await launch(learner, params);
    const { status, headers, body } = await get(`${path}/package/${encodeURI(name)}`, { range });
    const [, start = '', end = ''] = /^bytes (\d+)-(\d+)\//.exec(headers['content-range'] ?? '') ?? [];
    expect([status, body.equals(bytes.subarray(Number(start), Number(end) + 1))]).toEqual([206, true]);
    expect(body.length).toBeGreaterThan(0);
  });

  it.each([
    ...[
      'none.html',
      'media/',
      '',
      '../index.html',
      '%2e%2e/index.html',
      'index.html/',
      'imsmanifest.xml%00',
      '%FF',
      'package/index.html',
    ],
  ])('answers %s with 404 or 400, which the package has not', async (name) => {
    const { learner, params } = await buildScormLearner();
    const { path } = await launch(learner, params);
    expect([400, 404]).toContain((await get(`${path}/package/${name}`)).status);
  });

  it('gives nothing to other tokens, spaces and methods', async () => {
    const { learner, params } = await buildScormLearner();
    const { path } = await launch(learner, params);
    const other = await service.content(`GET ${path}/package/index.html`, { space: 'elsewhere' });
    const put = await service.content(`PUT ${path}/package/index.html`, { body: 'x' });
    expect([other.status, (await get('/launches/none/package/index.html')).status]).toEqual([404, 404]);
    expect([404, 405]).toContain(put.status);
  });

  it('answers 409 when the bytes are not what they were', async () => {
    const { learner, params, courseFileId: id } = await buildScormLearner();
    const { path } = await launch(learner, params);
    const [{ objectId = '', size = 0 } = {}] = await service.rows((db) => db.findBy(CourseFileEntity, { id }));
    await putObject(toCourseFileKey('main', objectId), Buffer.alloc(size, 255), 'application/zip');
    const { status, body } = await get(`${path}/package/index.html`);
    expect([status, JSON.parse(body.toString()).code]).toEqual([409, 'scorm.package_unreadable']);
  });
});

describe('the sweeps', () => {
  it('forget launches and packages that nobody needs any more', async () => {
    const { learner, params, courseFileId: id } = await buildScormLearner();
    await launch(learner, params);
    await service.rows((db) => db.delete(CourseFileEntity, { id }));
    service.clock.set(new Date(service.clock.now().getTime() + 15 * 86_400_000));
    await service.rows((db) => enqueue(db, service.context(), sweepPackagesSchedule.job, {}));
    await service.rows((db) => enqueue(db, service.context(), sweepLaunchesSchedule.job, {}));
    await service.runJobs();
    service.clock.reset();
    const left = (await service.rows((db) => db.findBy(ScormLaunchEntity, { personId: learner.id }))).length;
    const entries = await service.rows((db) => db.count(ScormEntryEntity));
    const packages = await service.rows((db) => db.count(ScormPackageEntity));
    expect([left, entries === 0, packages === 0]).toEqual([0, false, false]);
  });
});
