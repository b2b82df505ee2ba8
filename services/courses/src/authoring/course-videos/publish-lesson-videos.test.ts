import { snapshotsRequested } from '@lyceum/common/snapshots';
import { cloneCourse, deleteCourse, updateCourse } from '@lyceum/contracts/courses/course';
import { deleteModule, moveLesson } from '@lyceum/contracts/courses/draft';
import { lessonVideosChanged } from '@lyceum/contracts/courses/lesson-video';
import { asStaff, type TestActor } from '@lyceum/testing/actors';
import { service } from '../../../test/courses-service.ts';
import {
  buildCourse,
  buildLesson,
  buildModule,
  changeLesson,
  publish,
  removeLesson,
  text,
  video,
} from '../../../test/factories.ts';
import { downloadAs, exportAs, importAs } from '../../../test/package-factories.ts';
import { buildVideo, libraryVideo, listShown } from '../../../test/video-factories.ts';

interface Scene {
  readonly author: TestActor;
  readonly courseId: string;
  readonly moduleId: string;
  /** A text. */
  readonly textId: string;
  /** Shows `videoId`. */
  readonly lessonId: string;
  readonly videoId: string;
}

async function buildScene({ isPublished = false } = {}): Promise<Scene> {
  const author = asStaff();
  const { id: courseId } = await buildCourse(author, { title: 'Основы' });
  const moduleId = await buildModule(author, courseId);
  const videoId = await buildVideo();
  const { id: textId } = await buildLesson(author, courseId, { moduleId });
  const { id: lessonId } = await buildLesson(author, courseId, { moduleId, title: 'Видео', content: libraryVideo(videoId) });
  if (isPublished) await publish(author, courseId);
  return { author, courseId, moduleId, textId, lessonId, videoId };
}

const rename = (as: TestActor, courseId: string) =>
  service.call(updateCourse, { as, params: { courseId }, body: { title: 'Новый' } });

type Shown = { courseTitle: string; lessons: { lessonId: string; lessonTitle: string; videoId: string }[] };

/** What is done, and what is told of it besides; undefined when nothing is. */
type Case = readonly [
  string,
  { isPublished?: boolean },
  (scene: Scene) => Promise<Shown['lessons'] | Partial<Shown> | undefined>,
];

const own = ({ lessonId, videoId }: Scene) => ({ lessonId, lessonTitle: 'Видео', videoId });

const cases: Case[] = [
  [
    'a lesson with another video is added',
    {},
    async (scene) => {
      const videoId = await buildVideo();
      const { id } = await buildLesson(scene.author, scene.courseId, {
        moduleId: scene.moduleId,
        title: 'Ещё',
        content: libraryVideo(videoId),
      });
      return [own(scene), { lessonId: id, lessonTitle: 'Ещё', videoId }];
    },
  ],
  [
    'a lesson with the same video is added',
    {},
    async (scene) => {
      const content = libraryVideo(scene.videoId);
      const { id } = await buildLesson(scene.author, scene.courseId, { moduleId: scene.moduleId, title: 'Ещё', content });
      return [own(scene), { ...own(scene), lessonId: id, lessonTitle: 'Ещё' }];
    },
  ],
  [
    'a lesson shows another video',
    {},
    async (scene) => {
      const videoId = await buildVideo();
      await changeLesson(scene.author, scene.courseId, scene.lessonId, { title: 'Видео', content: libraryVideo(videoId) });
      return [{ ...own(scene), videoId }];
    },
  ],
  [
    'a published lesson shows another video in the draft',
    { isPublished: true },
    async (scene) => {
      const videoId = await buildVideo();
      await changeLesson(scene.author, scene.courseId, scene.lessonId, { title: 'Видео', content: libraryVideo(videoId) });
      return [own(scene), { ...own(scene), videoId }];
    },
  ],
  [
    'a lesson with a video has another title',
    {},
    async (scene) => {
      const content = libraryVideo(scene.videoId);
      await changeLesson(scene.author, scene.courseId, scene.lessonId, { title: 'Иначе', content });
      return [{ ...own(scene), lessonTitle: 'Иначе' }];
    },
  ],
  [
    'a text becomes a video',
    {},
    async (scene) => {
      await changeLesson(scene.author, scene.courseId, scene.textId, { title: 'Было', content: libraryVideo(scene.videoId) });
      return [{ ...own(scene), lessonId: scene.textId, lessonTitle: 'Было' }, own(scene)];
    },
  ],
  [
    'the only lesson with a video becomes a text',
    {},
    async ({ author, courseId, lessonId }) => {
      await changeLesson(author, courseId, lessonId, { content: text() });
      return [];
    },
  ],
  [
    'the only lesson with a video shows one elsewhere',
    {},
    async ({ author, courseId, lessonId }) => {
      await changeLesson(author, courseId, lessonId, { content: video() });
      return [];
    },
  ],
  [
    'the only lesson with a video is deleted',
    {},
    async ({ author, courseId, lessonId }) => {
      await removeLesson(author, courseId, lessonId);
      return [];
    },
  ],
  [
    'the course gets another title',
    {},
    async (scene) => {
      await rename(scene.author, scene.courseId);
      return { courseTitle: 'Новый', lessons: [own(scene)] };
    },
  ],
  [
    'the course is deleted',
    {},
    async ({ author, courseId }) => {
      await service.call(deleteCourse, { as: author, params: { courseId } });
      return [];
    },
  ],
  [
    'a published course is deleted',
    { isPublished: true },
    async ({ author, courseId }) => {
      await service.call(deleteCourse, { as: author, params: { courseId } });
      return [];
    },
  ],
  [
    'a package with the same video is added to the course',
    {},
    async (scene) => {
      const bytes = await downloadAs(scene.author, await exportAs(scene.author, scene.courseId));
      expect(await importAs(scene.author, bytes, scene.courseId)).toMatchObject({ status: 'done' });
      return [own(scene), { ...own(scene), lessonId: expect.any(String) }];
    },
  ],
  [
    'a published lesson is deleted from the draft',
    { isPublished: true },
    doNot(({ author, courseId, lessonId }) => removeLesson(author, courseId, lessonId)),
  ],
  ['the course is published', {}, doNot(({ author, courseId }) => publish(author, courseId))],
  [
    'a text is changed',
    {},
    doNot(({ author, courseId, textId }) => changeLesson(author, courseId, textId, { content: text('Иначе') })),
  ],
  [
    'a lesson is moved',
    {},
    doNot(({ author: as, courseId, lessonId, moduleId, textId }) =>
      service.call(moveLesson, { as, params: { courseId, lessonId }, body: { moduleId, before: textId } }),
    ),
  ],
  [
    'an empty module is deleted',
    {},
    doNot(async ({ author: as, courseId }) => {
      const moduleId = await buildModule(as, courseId);
      await service.call(deleteModule, { as, params: { courseId, moduleId } });
    }),
  ],
  [
    'the course gets another summary',
    {},
    doNot(({ author: as, courseId }) => service.call(updateCourse, { as, params: { courseId }, body: { summary: 'О чём' } })),
  ],
];

/** Something of which nothing is told. */
function doNot(act: (scene: Scene) => Promise<unknown>): Case[2] {
  return async (scene) => {
    await act(scene);
    return undefined;
  };
}

describe('what a course shows of the library', () => {
  it.each(cases)('is told as it is when %s', async (_, input, act) => {
    const scene = await buildScene(input);
    const before = await listShown(scene.courseId);
    expect(before).toMatchObject([{ courseTitle: 'Основы', lessons: [own(scene)] }]);
    const expected = await act(scene);
    const published = (await listShown(scene.courseId)).slice(before.length);
    if (expected === undefined) return expect(published).toEqual([]);
    const changes = Array.isArray(expected) ? { lessons: expected } : expected;
    const { courseTitle, lessons } = { courseTitle: 'Основы', lessons: [], ...changes };
    expect(published).toMatchObject([{ courseTitle }]);
    expect(published[0]?.lessons).toHaveLength(lessons.length);
    return expect(published[0]?.lessons).toEqual(expect.arrayContaining(lessons));
  });

  it('is told of a clone and of a course of a package as well', async () => {
    const scene = await buildScene();
    const { author: as, courseId, videoId } = scene;
    const { body: clone } = await service.call(cloneCourse, { as, params: { courseId }, body: { title: 'Копия' } });
    const imported = await importAs(as, await downloadAs(as, await exportAs(as, courseId)));
    const shown = [{ lessonId: expect.any(String), lessonTitle: 'Видео', videoId }];
    expect(await listShown(clone.id)).toMatchObject([{ courseTitle: 'Копия', lessons: shown }]);
    expect(await listShown(imported.courseId ?? '')).toMatchObject([{ courseTitle: 'Основы', lessons: shown }]);
  });

  it('is not told of a course that has never shown any, whatever happens to it', async () => {
    const author = asStaff();
    const { id: courseId } = await buildCourse(author);
    const moduleId = await buildModule(author, courseId);
    const { id: lessonId } = await buildLesson(author, courseId, { moduleId, content: video() });
    await changeLesson(author, courseId, lessonId, { content: video(50) });
    await publish(author, courseId);
    await rename(author, courseId);
    await removeLesson(author, courseId, lessonId);
    await service.call(deleteCourse, { as: author, params: { courseId } });
    expect(await listShown(courseId)).toEqual([]);
  });

  it('is told in moments that grow, although the clock goes back', async () => {
    const scene = await buildScene();
    service.clock.set(new Date('2020-01-01T00:00:00Z'));
    await rename(scene.author, scene.courseId);
    service.clock.reset();
    const [before, after] = await listShown(scene.courseId);
    expect([before, after]).toMatchObject([{ courseTitle: 'Основы' }, { courseTitle: 'Новый' }]);
  });

  it('is whole in what is told last when several authors change, add and delete lessons at the same time', async () => {
    const scene = await buildScene();
    const { author, courseId, moduleId } = scene;
    const ids: string[] = [];
    for (let index = 0; index < 4; index += 1)
      ids.push((await buildLesson(author, courseId, { moduleId, content: libraryVideo(scene.videoId) })).id);
    const videoIds = await Promise.all(ids.map(() => buildVideo()));
    await Promise.all([
      ...ids.slice(1).map((id, index) => changeLesson(author, courseId, id, { content: libraryVideo(videoIds[index] ?? '') })),
      removeLesson(author, courseId, ids[0] ?? ''),
      ...[1, 2].map(() => buildLesson(author, courseId, { moduleId, content: libraryVideo(videoIds[3] ?? '') })),
      rename(author, courseId),
    ]);
    const published = await listShown(courseId);
    const last = published.at(-1);
    expect(last?.courseTitle).toBe('Новый');
    expect(last?.lessons.map(({ videoId }) => videoId).toSorted()).toEqual(
      [scene.videoId, ...videoIds.slice(0, 3), videoIds[3], videoIds[3]].toSorted(),
    );
    expect(new Set(published.map(({ occurredAt }) => occurredAt)).size).toBe(published.length);
  });

  it('is told again to a younger service, with the moment it is of', async () => {
    const scene = await buildScene();
    const [event] = await listShown(scene.courseId);
    await service.deliver(snapshotsRequested, { events: [lessonVideosChanged.name], recipient: 'streaming' });
    await service.runJobs();
    expect(await listShown(scene.courseId)).toEqual([event, event]);
  });
});
