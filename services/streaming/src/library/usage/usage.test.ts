import { newId } from '@lyceum/common/database';
import { lessonVideosChanged } from '@lyceum/contracts/courses/lesson-video';
import { getVideo, listVideoUsages } from '@lyceum/contracts/streaming/video';
import { asStaff } from '@lyceum/testing/actors';
import { buildVideo } from '../../../test/build-video.ts';
import { service } from '../../../test/streaming-service.ts';

const as = asStaff();

async function listLessons(videoId: string): Promise<string[]> {
  const { body } = await service.call(listVideoUsages, { as, params: { videoId } });
  return body.items.map(({ lessonTitle }: { lessonTitle: string }) => lessonTitle);
}

function tell(courseId: string, day: number, shown: readonly (readonly [title: string, videoId: string])[], times = 1) {
  const lessons = shown.map(([lessonTitle, videoId]) => ({ lessonId: newId(), lessonTitle, videoId }));
  const occurredAt = `2026-11-0${day}T10:00:00.000Z`;
  return service.deliver(lessonVideosChanged, { courseId, courseTitle: 'Физика', lessons, occurredAt }, { times });
}

describe('usages', () => {
  it('are what courses told last, whatever came last', async () => {
    const [{ id: one }, { id: other }] = [await buildVideo(as), await buildVideo(as)];
    const courseId = newId();
    await tell(
      courseId,
      2,
      [
        ['Второе', one],
        ['Вместе', other],
      ],
      2,
    );
    await tell(courseId, 1, [['Первое', one]]);
    expect([await listLessons(one), await listLessons(other)]).toEqual([['Второе'], ['Вместе']]);
    await tell(courseId, 3, [['Третье', one]]);
    expect([await listLessons(one), await listLessons(other)]).toEqual([['Третье'], []]);
    await tell(courseId, 4, []);
    expect(await listLessons(one)).toEqual([]);
    await tell(courseId, 2, [['Второе', one]]);
    expect(await listLessons(one)).toEqual([]);
  });

  it('are of each course by itself, counted at the video and listed in pages', async () => {
    const { id: videoId } = await buildVideo(as);
    for (const title of ['Первый', 'Второй', 'Третий']) await tell(newId(), 1, [[title, videoId]]);
    const params = { videoId };
    expect((await service.call(getVideo, { as, params })).body.lessons).toBe(3);
    const first = await service.call(listVideoUsages, { as, params, query: { limit: 2 } });
    expect(first.body.items[0]).toEqual({
      ...{ courseId: expect.any(String), courseTitle: 'Физика', lessonId: expect.any(String), lessonTitle: 'Первый' },
    });
    const cursor: string = first.body.nextCursor;
    const second = await service.call(listVideoUsages, { as, params, query: { limit: 2, cursor } });
    expect(second.body).toMatchObject({ items: [{ lessonTitle: 'Третий' }], nextCursor: null });
  });

  it('stay in their space', async () => {
    const { id: videoId } = await buildVideo(as);
    const event = { courseId: newId(), courseTitle: 'a', lessons: [{ lessonId: newId(), lessonTitle: 'a', videoId }] };
    await service.deliver(lessonVideosChanged, { ...event, occurredAt: '2026-11-01T10:00:00.000Z' }, { space: 'another' });
    expect(await listLessons(videoId)).toEqual([]);
  });
});
