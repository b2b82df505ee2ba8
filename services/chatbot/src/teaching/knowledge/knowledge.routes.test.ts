import { randomUUID } from 'node:crypto';
import { getCourseKnowledge } from '@lyceum/contracts/chatbot/knowledge';
import { asUser } from '@lyceum/testing/actors';
import { buildCourse } from '../../../test/build-course.ts';
import { neighbours, service } from '../../../test/chatbot-service.ts';
import { PassageEntity } from '../../knowing/passage/passage.entity.ts';

const cues = [{ offset: 0, from: 0, to: 5 }];

const getKnowledge = (courseId: string, space = 'main') =>
  service.call(getCourseKnowledge, { as: asUser({ space }), params: { courseId } });

it('says what is known of each lesson, and of which nothing', async () => {
  const plans = [{ passages: ['Текст', { text: 'Титры', cues }] }, { passages: [] }, { passages: [] }];
  const { courseId, study, lessons } = await buildCourse(plans, { teaches: true });
  const [first, , third] = study.lessons;
  if (third) third.versionId = randomUUID();
  await service.rows((db) =>
    db.update(PassageEntity, { versionId: first?.versionId ?? '', position: 0 }, { embedding: Buffer.alloc(8) }),
  );
  const { status, body } = await getKnowledge(courseId);
  expect(status).toBe(200);
  const indexedAt = expect.stringMatching(/Z$/);
  expect(body.lessons).toEqual([
    expect.objectContaining({ lessonId: lessons[0]?.lessonId, indexedAt, passages: 2, captions: 1, vectors: 1 }),
    expect.objectContaining({ lessonId: lessons[1]?.lessonId, indexedAt, passages: 0, captions: 0, vectors: 0 }),
    expect.objectContaining({ lessonId: lessons[2]?.lessonId, indexedAt: null, passages: 0, captions: 0, vectors: 0 }),
  ]);
});

it('is for those who teach the course', async () => {
  const { courseId } = await buildCourse();
  expect((await getKnowledge(courseId)).body).toMatchObject({ code: 'auth.forbidden' });
  expect((await getKnowledge(randomUUID())).body).toMatchObject({ code: 'course.not_found' });
  const { courseId: other } = await buildCourse(undefined, { teaches: true });
  expect((await getKnowledge(other, 'other')).status).toBe(404);
});

it('is unavailable while nobody can say who teaches', async () => {
  const { courseId } = await buildCourse(undefined, { teaches: true });
  neighbours.status = 500;
  expect((await getKnowledge(courseId)).body).toMatchObject({ code: 'service.unavailable' });
});
