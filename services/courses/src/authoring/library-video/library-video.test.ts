import { createLesson, getDraftLesson, updateLesson } from '@lyceum/contracts/courses/draft';
import { videoDeleted, videoPlayable } from '@lyceum/contracts/streaming/video';
import { asStaff } from '@lyceum/testing/actors';
import { service } from '../../../test/courses-service.ts';
import { buildCourse, buildLesson, buildModule, unknownId } from '../../../test/factories.ts';
import { buildVideo, libraryVideo } from '../../../test/video-factories.ts';
import { LibraryVideoEntity } from './library-video.entity.ts';

const earlier = '2026-11-20T09:00:00.000Z';
const first = '2026-11-20T10:00:00.000Z';
const later = '2026-11-20T11:00:00.000Z';

const findVideo = (id: string, space?: string) => service.rows((db) => db.findOneBy(LibraryVideoEntity, { id }), space);

const deleteVideo = (videoId: string, occurredAt: string, space = 'main') =>
  service.deliver(videoDeleted, { videoId, occurredAt }, { space, times: 2 });

describe('the copy of the library', () => {
  it('has what was told last of a video, however often and in whatever order', async () => {
    const videoId = await buildVideo({ occurredAt: first });
    const changed = { videoId, title: 'Лекция 2', durationSeconds: 90.5, occurredAt: later };
    await service.deliver(videoPlayable, changed, { times: 2 });
    await buildVideo({ videoId, occurredAt: earlier });
    await deleteVideo(videoId, first);
    expect(await findVideo(videoId)).toMatchObject({ title: 'Лекция 2', durationSeconds: 90.5, deletedAt: null });
    expect(await findVideo(videoId, 'elsewhere')).toBeNull();
  });

  it('keeps the length of a video that is deleted, and has it again when it is restored', async () => {
    const videoId = await buildVideo({ occurredAt: first });
    await deleteVideo(videoId, later);
    expect(await findVideo(videoId)).toMatchObject({ title: 'Лекция', durationSeconds: 100, deletedAt: new Date(later) });
    await buildVideo({ videoId, occurredAt: '2026-11-20T12:00:00.000Z' });
    expect(await findVideo(videoId)).toMatchObject({ deletedAt: null });
  });

  it('does not bring a video back whose deletion was heard of first', async () => {
    await deleteVideo(unknownId, later);
    await buildVideo({ videoId: unknownId, occurredAt: first });
    expect(await findVideo(unknownId)).toMatchObject({ deletedAt: new Date(later) });
  });
});

async function buildTarget() {
  const author = asStaff();
  const { id: courseId } = await buildCourse(author);
  const moduleId = await buildModule(author, courseId);
  return { author, courseId, moduleId };
}

describe('a lesson with a video of the library', () => {
  it('is answered 201 and read as it was written', async () => {
    const { author, courseId, moduleId } = await buildTarget();
    const content = libraryVideo(await buildVideo());
    const lesson = await buildLesson(author, courseId, { moduleId, content });
    expect(lesson).toMatchObject({ content, completion: { rule: 'watched', percent: 90 } });
    const read = await service.call(getDraftLesson, { as: author, params: { courseId, lessonId: lesson.id } });
    expect(read.body.content).toEqual(content);
  });

  it.each<[string, () => Promise<string>]>([
    ['is not known', async () => '01935e1c-0000-7000-8000-00000000000a'],
    ['is of another space', () => buildVideo({}, { space: 'elsewhere' })],
    [
      'is deleted',
      async () => {
        const videoId = await buildVideo({ occurredAt: first });
        await deleteVideo(videoId, later);
        return videoId;
      },
    ],
  ])('is answered 409 to its creation and to a change when its video %s', async (_, findId) => {
    const { author, courseId, moduleId } = await buildTarget();
    const { id: lessonId } = await buildLesson(author, courseId, { moduleId });
    const content = libraryVideo(await findId());
    const body = { moduleId, title: 'Видео', content };
    const created = await service.call(createLesson, { as: author, params: { courseId }, body });
    const changes = { title: 'Видео', required: true, opening: { opens: 'at-once' }, content } as const;
    const changed = await service.call(updateLesson, { as: author, params: { courseId, lessonId }, body: changes });
    expect([created, changed].map((answer) => [answer.status, answer.body.code])).toEqual(
      Array(2).fill([409, 'lesson.video_unknown']),
    );
  });

  it.each([
    ['neither a video nor an address', { videoId: null, url: null }],
    ['a video and an address', { url: 'https://video.example.org/1.mp4', durationSeconds: 5 }],
    ['an address without a length', { videoId: null, url: 'https://video.example.org/1.mp4' }],
  ])('is answered 400 with %s', async (_, fields) => {
    const { author, courseId, moduleId } = await buildTarget();
    const body = { moduleId, title: 'Видео', content: { ...libraryVideo(unknownId), ...fields } };
    const { status, body: problem } = await service.call(createLesson, { as: author, params: { courseId }, body });
    expect([status, problem.code]).toEqual([400, 'request.invalid']);
  });
});
