import { cloneCourse, getCourse, updateCourse } from '@lyceum/contracts/courses/course';
import { getDraft, getDraftLesson } from '@lyceum/contracts/courses/draft';
import { listBanks } from '@lyceum/contracts/courses/question-bank';
import { videoDeleted } from '@lyceum/contracts/streaming/video';
import { asStaff, asUser } from '@lyceum/testing/actors';
import { service } from '../../../test/courses-service.ts';
import { buildPublishedCourse, buildQuiz, publish, video } from '../../../test/factories.ts';
import { buildVideo, libraryVideo } from '../../../test/video-factories.ts';

describe('POST /courses/:courseId/clone', () => {
  it('answers 201 with a draft of one’s own that has the card, modules, lessons and prerequisites', async () => {
    const { courseId: required } = await buildPublishedCourse();
    const { author, courseId } = await buildPublishedCourse({
      ...{ title: 'Первый', tags: ['типы'], prerequisites: [required], price: { amount: 100_00, currency: 'RUB' } },
      lessons: [{ content: video(), title: 'Видео', required: false, opening: { opens: 'after', days: 3 } }, {}],
    });
    const teacher = asStaff();
    const { status, body } = await service.call(cloneCourse, { as: teacher, params: { courseId }, body: { title: 'Второй' } });
    expect(status).toBe(201);
    const original = await service.call(getCourse, { as: author, params: { courseId } });
    const { tags, price, prerequisites } = original.body;
    expect(body).toMatchObject({
      title: 'Второй',
      tags,
      price,
      prerequisites,
      status: 'draft',
      revision: null,
      ownerId: teacher.id,
    });
    const draft = await service.call(getDraft, { as: teacher, params: { courseId: body.id } });
    expect(draft.body.modules).toMatchObject([
      { title: 'Типы', lessons: [{ title: 'Видео', type: 'video', required: false, opening: { days: 3 } }, { title: 'Урок 2' }] },
    ]);
    await service.call(updateCourse, { as: teacher, params: { courseId: body.id }, body: { title: 'Третий' } });
    expect((await service.call(getCourse, { as: author, params: { courseId } })).body).toEqual(original.body);
  });

  it('shows the same videos of the library, also those that are deleted since', async () => {
    const content = libraryVideo(await buildVideo());
    const { courseId } = await buildPublishedCourse({ lessons: [{ content }] });
    await service.deliver(videoDeleted, { videoId: content.videoId ?? '', occurredAt: '2999-01-01T00:00:00.000Z' });
    const as = asStaff();
    const { body } = await service.call(cloneCourse, { as, params: { courseId }, body: {} });
    const draft = await service.call(getDraft, { as, params: { courseId: body.id } });
    const params = { courseId: body.id, lessonId: draft.body.modules[0].lessons[0].id };
    expect((await service.call(getDraftLesson, { as, params })).body.content).toEqual(content);
  });

  it('copies the banks, so that a quiz of the copy asks questions of its own', async () => {
    const { courseId, bankId } = await buildQuiz();
    const teacher = asStaff();
    const { body } = await service.call(cloneCourse, { as: teacher, params: { courseId }, body: {} });
    const params = { courseId: body.id };
    const banks = await service.call(listBanks, { as: teacher, params });
    expect(banks.body.items).toMatchObject([{ questions: 2 }]);
    const draft = await service.call(getDraft, { as: teacher, params });
    const lessonId = draft.body.modules[0].lessons[0].id;
    const quiz = await service.call(getDraftLesson, { as: teacher, params: { ...params, lessonId } });
    expect(quiz.body.content.settings.questions).toMatchObject([{ bankId: banks.body.items[0].id }]);
    expect(banks.body.items[0].id).not.toBe(bankId);
    expect((await publish(teacher, body.id)).number).toBe(1);
  });

  it('answers 404 to staff of another space', async () => {
    const { courseId } = await buildPublishedCourse();
    const stranger = asUser({ roles: ['staff'], space: 'elsewhere' });
    expect((await service.call(cloneCourse, { as: stranger, params: { courseId }, body: {} })).status).toBe(404);
  });
});
