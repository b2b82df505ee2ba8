import { newId } from '@lyceum/common/database';
import { enqueue } from '@lyceum/common/outbox';
import { endEnrolment } from '@lyceum/contracts/courses/enrolment';
import { downloadSubmissionFile } from '@lyceum/contracts/courses/submission-file';
import { asStaff, type TestActor } from '@lyceum/testing/actors';
import { hasObject, putObject } from '@lyceum/testing/object-store';
import {
  type AssignedCourse,
  announce,
  buildAssignment,
  buildFile,
  buildOtherAuthor,
  complete,
  fileInput,
  handIn,
  trySave,
  uploadFile,
} from '../../../test/assignment-factories.ts';
import { service } from '../../../test/courses-service.ts';
import { buildEnrolment, buildLearner, buildQuiz, unknownId } from '../../../test/factories.ts';
import { SubmissionFileEntity } from '../submission/submission-file.entity.ts';
import { toSubmissionFileKey } from './submission-file-key.ts';
import { sweepFilesSchedule } from './sweep-files.job.ts';

const moment = '2026-11-20T10:00:00.000Z';
const toKey = (fileId: string) => toSubmissionFileKey('main', fileId);

beforeEach(() => service.clock.set(new Date(moment)));
afterAll(() => service.clock.reset());

const download = (as: TestActor, fileId: string) => service.call(downloadSubmissionFile, { as, params: { fileId } });

const toCode = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code];

/** Files of a learner without what leads to them. */
async function keepFiles({ learner, enrolment, params }: AssignedCourse, sizes: readonly number[]): Promise<void> {
  const row = { ...params, enrolmentId: enrolment.id, personId: learner.id, name: 'a', type: 'text/plain', etag: null } as const;
  const rows = sizes.map((size) => ({ ...row, id: newId(), size, status: 'waiting' as const, createdAt: service.clock.now() }));
  await service.rows((db) => db.insert(SubmissionFileEntity, rows));
}

describe('POST /courses/:courseId/lessons/:lessonId/submission/files', () => {
  it('answers 201 with an address that takes the announced type and size', async () => {
    service.clock.reset();
    const { learner, params } = await buildAssignment();
    const { status, body } = await announce(learner, params);
    expect([status, body]).toEqual([
      201,
      {
        ...fileInput,
        ...{ id: expect.any(String), status: 'waiting', createdAt: expect.any(String) },
        upload: { url: expect.stringContaining(toKey(body.id)), headers: { 'content-type': 'text/plain' } },
      },
    ]);
    const put = async (type: string, content: string) =>
      (await fetch(body.upload.url, { method: 'PUT', headers: { 'content-type': type }, body: content })).status;
    const content = 'x'.repeat(fileInput.size);
    expect([await put('text/html', content), await put('text/plain', `${content}x`)]).toEqual([403, 403]);
    expect(await put('text/plain', content)).toBe(200);
  });

  it.each<[string, Partial<typeof fileInput>, string]>([
    ['a path', { name: '../../etc/passwd' }, '/body/name'],
    ['a name that reads backwards', { name: 'notes\u202Etxt.exe' }, '/body/name'],
    ['a type that is none', { type: 'text' }, '/body/type'],
    ['a type with parameters', { type: 'text/html; charset=utf-8' }, '/body/type'],
    ['an empty file', { size: 0 }, '/body/size'],
    ['more than 20 MB', { size: 20_000_001 }, '/body/size'],
  ])('answers 400 to %s', async (_, change, pointer) => {
    const { learner, params } = await buildAssignment();
    const { status, body } = await announce(learner, params, change);
    expect([status, body.errors?.[0]?.pointer]).toEqual([400, pointer]);
  });

  it('answers 409 to more than 100 files of a course, and leaves other people and courses their room', async () => {
    const full = await buildAssignment();
    await keepFiles(
      full,
      Array.from({ length: 98 }, () => 1),
    );
    // Opens the connections that the race needs.
    await Promise.all(Array.from({ length: 20 }, () => download(full.learner, unknownId)));
    const answers = await Promise.all(Array.from({ length: 20 }, () => announce(full.learner, full.params)));
    const codes = answers.map(({ status, body }) => (status === 201 ? 'announced' : body.code));
    expect(codes.toSorted()).toEqual(['announced', 'announced', ...Array(18).fill('submission.storage_full')]);
    const { params } = await buildAssignment({}, { learner: full.learner });
    expect((await announce(full.learner, params)).status).toBe(201);
    const { learner } = await buildEnrolment(full.courseId);
    expect((await announce(learner, full.params)).status).toBe(201);
  });

  it('answers 409 to more than 200 MB', async () => {
    const full = await buildAssignment();
    await keepFiles(
      full,
      Array.from({ length: 10 }, () => 20_000_000 - 1),
    );
    expect((await announce(full.learner, full.params, { size: 10 })).status).toBe(201);
    expect(toCode(await announce(full.learner, full.params, { size: 1 }))).toEqual([409, 'submission.storage_full']);
  });

  it('answers 422 where no files are taken, and 409 to what is no assignment', async () => {
    const { learner, params } = await buildAssignment({ takes: { text: true } });
    expect(toCode(await announce(learner, params))).toEqual([422, 'submission.files_not_taken']);
    const { courseId, lessons } = await buildQuiz();
    await buildEnrolment(courseId, learner);
    expect(toCode(await announce(learner, { courseId, lessonId: lessons[0] ?? '' }))).toEqual([409, 'lesson.no_assignment']);
  });

  it('answers 403 to a closed lesson, and 404 to what is not there', async () => {
    const { author, learner, courseId, params } = await buildAssignment();
    expect(toCode(await announce(learner, { ...params, lessonId: unknownId }))).toEqual([404, 'lesson.not_found']);
    expect(toCode(await announce(learner, { ...params, courseId: unknownId }))).toEqual([404, 'course.not_found']);
    await service.call(endEnrolment, { as: author, params: { courseId, personId: learner.id } });
    expect(toCode(await announce(learner, params))).toEqual([403, 'lesson.locked']);
  });
});

describe('POST /courses/submissions/files/:fileId/complete', () => {
  it('answers 200 with the same to several at once', async () => {
    const { learner, params } = await buildAssignment();
    const id = await uploadFile(learner, params);
    const answers = await Promise.all(Array.from({ length: 5 }, () => complete(learner, id)));
    const ready = { ...fileInput, id, status: 'ready', createdAt: moment };
    expect(answers.map(({ status, body }) => [status, body])).toEqual(answers.map(() => [200, ready]));
  });

  it('answers 409 while it is not there, or another size or type is', async () => {
    const { learner, params } = await buildAssignment();
    const { body } = await announce(learner, params);
    const details: string[] = [];
    const refuse = async () => {
      const answer = await complete(learner, body.id);
      expect(toCode(answer)).toEqual([409, 'submission_file.not_ready']);
      details.push(answer.body.detail);
    };
    await refuse();
    await putObject(toKey(body.id), new Uint8Array(3), 'text/plain');
    await refuse();
    await putObject(toKey(body.id), new Uint8Array(fileInput.size), 'text/html');
    await refuse();
    expect(details).toEqual([
      'The file is not uploaded yet.',
      `The file has 3 bytes, but ${fileInput.size} were announced.`,
      'The file is of another type than was announced.',
    ]);
  });

  it('answers 404 to everybody but its learner', async () => {
    const { author, courseId, learner, params } = await buildAssignment();
    const id = await uploadFile(learner, params);
    for (const person of [author, asStaff(), (await buildEnrolment(courseId)).learner])
      expect(toCode(await complete(person, id))).toEqual([404, 'submission_file.not_found']);
  });
});

describe('GET /courses/submissions/files/:fileId', () => {
  it('answers 303 with a download to its learner, and to teachers once it is handed in', async () => {
    service.clock.reset();
    const { author, learner, params } = await buildAssignment();
    const file = await buildFile(learner, params);
    await trySave(learner, params, { files: [file] });
    expect(toCode(await download(author, file))).toEqual([404, 'submission_file.not_found']);
    const own = await download(learner, file);
    expect(own.status).toBe(303);
    const response = await fetch(own.headers['location'] ?? '');
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; /);
    expect(await response.text()).toBe('Замыкания помнят переменные.');
    await handIn(learner, params, { files: [file] });
    for (const person of [author, asStaff()]) expect((await download(person, file)).status).toBe(303);
  });

  it('answers 404 to other learners, strangers and authors of other courses', async () => {
    const { courseId, learner, params } = await buildAssignment();
    const file = await buildFile(learner, params);
    await handIn(learner, params, { files: [file] });
    const stranger = await buildOtherAuthor();
    for (const person of [stranger, await buildLearner(), (await buildEnrolment(courseId)).learner])
      expect(toCode(await download(person, file))).toEqual([404, 'submission_file.not_found']);
  });

  it('answers 409 before it is completed, and when it was replaced since', async () => {
    const { author, learner, params } = await buildAssignment();
    const id = await uploadFile(learner, params);
    expect(toCode(await download(learner, id))).toEqual([409, 'submission_file.not_ready']);
    await complete(learner, id);
    await handIn(learner, params, { files: [id] });
    await putObject(toKey(id), new Uint8Array(fileInput.size), 'text/plain');
    expect(toCode(await download(author, id))).toEqual([409, 'submission_file.replaced']);
  });
});

describe('the sweep of files', () => {
  it('deletes after a day what no submission names, with its bytes, and leaves the others', async () => {
    const { learner, params } = await buildAssignment();
    const handedIn = await buildFile(learner, params);
    const unused = await buildFile(learner, params);
    await handIn(learner, params, { files: [handedIn] });
    service.clock.advance(86_400_000);
    const recent = await buildFile(learner, params);
    const waiting = await uploadFile(learner, params);
    service.clock.advance(1);
    for (const _ of [1, 2]) {
      await service.rows((db) => enqueue(db, service.context(), sweepFilesSchedule.job, {}));
      await service.runJobs();
    }
    const left = await service.rows((db) => db.findBy(SubmissionFileEntity, { personId: learner.id }));
    expect(left.map(({ id }) => id).sort()).toEqual([handedIn, recent, waiting].sort());
    expect([await hasObject(toKey(unused)), await hasObject(toKey(handedIn))]).toEqual([false, true]);
  });

  it('keeps a file that a draft takes at the same time, or the draft is refused', async () => {
    const { learner, params } = await buildAssignment();
    const file = await buildFile(learner, params);
    service.clock.advance(86_400_001);
    await service.rows((db) => enqueue(db, service.context(), sweepFilesSchedule.job, {}));
    const [saved] = await Promise.all([trySave(learner, params, { files: [file] }), service.runJobs()]);
    const isThere = await service.rows((db) => db.existsBy(SubmissionFileEntity, { id: file }));
    expect([saved.status, isThere]).toEqual(isThere ? [200, true] : [404, false]);
  });
});
