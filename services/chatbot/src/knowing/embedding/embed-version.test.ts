import { randomUUID } from 'node:crypto';
import { enqueue } from '@lyceum/common/outbox';
import { coursePublished } from '@lyceum/contracts/courses/revision';
import { providerSettings } from '@lyceum/contracts/models/provider';
import { type OpenAiDouble, startOpenAiDouble } from '@lyceum/llm/testing/openai-double';
import { setTaskProviders } from '@lyceum/llm/testing/test-models';
import { neighbours, service } from '../../../test/chatbot-service.ts';
import { indexVersion } from '../course-reading/index-version.job.ts';
import { ensureHelp } from '../help/ensure-help.ts';
import { LessonVersionEntity } from '../lesson-version/lesson-version.entity.ts';
import { embedMissing } from './embed-version.job.ts';

let double: OpenAiDouble;
beforeAll(async () => {
  double = await startOpenAiDouble({ models: ['test-embedding', 'better-embedding'] });
});
beforeEach(() => double.clear());
afterAll(() => double.stop());

function setModel(space: string, name = 'school', embeddingModel = 'test-embedding') {
  const settings = { kind: 'openai-compatible', baseUrl: double.baseUrl, model: 'test-model', embeddingModel };
  const parsed = providerSettings.parse({ ...settings, name: `${name} ${space}` });
  setTaskProviders(space, 'tutor-embedding', { providers: [{ id: randomUUID(), settings: parsed, key: '' }] });
}

async function publish(space: string, text = 'Дефект остаётся в коде.', publishedBy: string | undefined = randomUUID()) {
  const versionId = randomUUID();
  const [courseId, lessonId] = [randomUUID(), randomUUID()];
  neighbours.texts.set(versionId, {
    courseId,
    lessonId,
    title: 'Урок',
    type: 'text',
    videoId: null,
    parts: [{ blockId: 'b', text }],
  });
  const lesson = { lessonId, versionId, title: 'Урок', type: 'text' as const, moduleId: randomUUID(), moduleTitle: 'Модуль' };
  const fact = { courseId, revision: 1, title: 'Курс', language: 'ru' as const, occurredAt: '2026-01-01T00:00:00.000Z' };
  await service.deliver(coursePublished, { ...fact, ...(publishedBy && { publishedBy }), lessons: [lesson] }, { space });
  return versionId;
}

const find = (id: string, space: string) =>
  service.rows(async (db) => {
    const version = await db.findOneByOrFail(LessonVersionEntity, { id });
    const [counts] = await db.query<{ all: number; embedded: number }[]>(
      'SELECT count(*)::int AS all, count(embedding)::int AS embedded FROM passages WHERE version_id = $1',
      [id],
    );
    return { model: version.embeddingModel, isIndexed: version.indexedAt !== null, ...counts };
  }, space);

const newSpace = () => `s-${randomUUID().slice(0, 8)}`;

it('gives the passages of a version their vectors, on behalf of whoever published it', async () => {
  const space = newSpace();
  setModel(space);
  const id = await publish(space, Array.from({ length: 80 }, (_, index) => `## Часть ${index}\n\nТекст ${index}.`).join('\n\n'));
  await service.runJobs();
  await service.runJobs();
  expect(await find(id, space)).toEqual({
    model: expect.stringContaining('school'),
    isIndexed: true,
    all: 80,
    embedded: 80,
  });
  expect(double.count('embeddings')).toBe(3);
});

it('leaves passages to be found by words where no model is set, or nobody is known to have published', async () => {
  const [first, second] = [newSpace(), newSpace()];
  setModel(second);
  const ids = [await publish(first), await publish(second, 'Текст.', '')];
  await service.runJobs();
  await service.runJobs();
  expect(await find(ids[0] ?? '', first)).toEqual({ model: null, isIndexed: true, all: 1, embedded: 0 });
  expect(await find(ids[1] ?? '', second)).toEqual({ model: null, isIndexed: true, all: 1, embedded: 0 });
  expect(double.count('embeddings')).toBe(0);
});

const lookForMissing = async () => {
  await service.rows((db) => enqueue(db, service.context('main'), embedMissing, {}));
  await service.runJobs();
  await service.runJobs();
};

it('tries again after a failure, and makes new vectors when another model is set', async () => {
  const space = newSpace();
  setModel(space);
  double.always({ mode: 'fail', status: 400 }, 'embeddings');
  const id = await publish(space);
  await service.runJobs();
  await service.runJobs();
  expect(await find(id, space)).toMatchObject({ model: null, isIndexed: true, embedded: 0 });
  double.clear();
  await lookForMissing();
  const { model } = await find(id, space);
  expect(model).toContain('school');
  setModel(space, 'other');
  await lookForMissing();
  expect((await find(id, space)).model).toContain('other');
});

it('makes new vectors when the provider has another model for them', async () => {
  const space = newSpace();
  setModel(space);
  const id = await publish(space);
  await service.runJobs();
  await service.runJobs();
  expect((await find(id, space)).model).toContain('/test-embedding');
  setModel(space, 'school', 'better-embedding');
  await lookForMissing();
  expect((await find(id, space)).model).toContain('/better-embedding');
});

it('gives help articles their vectors, and asks courses for the text of none', async () => {
  const space = newSpace();
  setModel(space);
  await publish(space);
  const context = { space, locale: 'en', now: () => service.clock.now() } as const;
  const [articleId = ''] = await service.rows((db) => ensureHelp(db, context), space);
  await service.rows((db) => db.update(LessonVersionEntity, { id: articleId }, { indexedAt: null }), space);
  await service.rows((db) => enqueue(db, service.context(space), indexVersion, { versionId: articleId }), space);
  await service.runJobs();
  expect(await find(articleId, space)).toMatchObject({ isIndexed: false, embedded: 0 });
  await service.rows((db) => db.update(LessonVersionEntity, { id: articleId }, { indexedAt: service.clock.now() }), space);
  await lookForMissing();
  const { model, all, embedded } = await find(articleId, space);
  expect([model, embedded]).toEqual([expect.stringContaining('school'), all]);
});
