import { randomUUID } from 'node:crypto';
import { enqueue } from '@lyceum/common/outbox';
import { courseDeleted, coursePublished } from '@lyceum/contracts/courses/revision';
import { captionsChanged } from '@lyceum/contracts/streaming/caption-cues';
import { eventually } from '@lyceum/testing/eventually';
import { neighbours, service } from '../../../test/chatbot-service.ts';
import { KnownCourseEntity } from '../known-course/known-course.entity.ts';
import { LessonVersionEntity } from '../lesson-version/lesson-version.entity.ts';
import { PassageEntity } from '../passage/passage.entity.ts';
import { PostingEntity } from '../search-index/posting.entity.ts';
import { WordEntity } from '../search-index/word.entity.ts';
import { indexMissing } from './index-missing.job.ts';
import { requestMissing } from './request-missing.ts';

interface Plan {
  readonly courseId?: string;
  readonly revision?: number;
  readonly title?: string;
  readonly versionIds?: readonly string[];
}

function toPublication({ courseId = randomUUID(), revision = 1, title = 'Курс', versionIds = [randomUUID()] }: Plan = {}) {
  const lessons = versionIds.map((versionId) => ({
    ...{ lessonId: randomUUID(), versionId, title: 'Урок', type: 'text' as const, moduleId: randomUUID(), moduleTitle: 'Модуль' },
  }));
  const occurredAt = `2026-01-0${revision}T00:00:00.000Z`;
  return { courseId, revision, title, language: 'ru' as const, publishedBy: randomUUID(), lessons, occurredAt };
}

/** What courses says of a version. */
function setText(versionId: string, text: string, videoId: string | null = null) {
  const lesson = { courseId: randomUUID(), lessonId: randomUUID(), title: 'Урок', type: 'text' as const };
  neighbours.texts.set(versionId, { ...lesson, videoId, parts: [{ blockId: 'b1', text }] });
}

const findTexts = (versionId: string) =>
  service.rows(async (db) =>
    (await db.find(PassageEntity, { where: { versionId }, order: { position: 'ASC' } })).map(({ text }) => text),
  );
const findCourse = (id: string) => service.rows((db) => db.findOneBy(KnownCourseEntity, { id }));
const findVersion = (id = '') => service.rows((db) => db.findOneBy(LessonVersionEntity, { id }));
const countIndexJobs = async () => (await service.outbox('chatbot.index-version')).length;

/** Whoever waits for a lock has others in this database. */
const waiting = `SELECT 1 FROM pg_locks WHERE NOT granted AND pid IN (SELECT pid FROM pg_locks
  WHERE database = (SELECT oid FROM pg_database WHERE datname = current_database()))`;

async function lookForMissing(): Promise<void> {
  await service.rows((db) => enqueue(db, service.context('main'), indexMissing, {}));
  await service.runJobs();
  await service.runJobs();
}

afterEach(() => service.clock.reset());

describe('a course that is published', () => {
  it('has its lessons read, with the titles above them', async () => {
    const publication = toPublication();
    const versionId = publication.lessons[0]?.versionId ?? '';
    setText(versionId, '## Дефект\n\nДефект остаётся в коде.');
    expect(await service.deliver(coursePublished, publication, { times: 2 })).toBe(1);
    await service.runJobs();
    const [passage] = await service.rows((db) => db.findBy(PassageEntity, { versionId }));
    expect(passage).toMatchObject({
      ...{ courseId: publication.courseId, headingPath: ['Курс', 'Урок', 'Дефект'], blockId: 'b1' },
      ...{ text: 'Дефект остаётся в коде.', cues: null },
    });
    expect(await findVersion(versionId)).toMatchObject({ title: 'Урок', moduleTitle: 'Модуль', indexedAt: expect.any(Date) });
    expect(await findCourse(publication.courseId)).toMatchObject({ revision: 1, publishedBy: publication.publishedBy });
  });

  it('is read once, however often it is published', async () => {
    const publication = toPublication();
    setText(publication.lessons[0]?.versionId ?? '', 'Текст.');
    await service.deliver(coursePublished, publication);
    await service.runJobs();
    neighbours.asked.length = 0;
    await service.deliver(coursePublished, { ...publication, revision: 2 });
    await service.runJobs();
    expect(neighbours.asked).toEqual([]);
  });

  it('keeps what is newest when its events come in another order, and knows the versions of all', async () => {
    const [older, newer] = [randomUUID(), randomUUID()];
    const second = toPublication({ revision: 2, title: 'Новое', versionIds: [newer] });
    const first = toPublication({ courseId: second.courseId, title: 'Старое', versionIds: [older] });
    for (const id of [older, newer]) setText(id, `Текст ${id}.`);
    await service.deliver(coursePublished, second);
    await service.deliver(coursePublished, first);
    await service.runJobs();
    expect(await findCourse(second.courseId)).toMatchObject({ title: 'Новое', revision: 2 });
    expect([await findTexts(older), await findTexts(newer)]).toEqual([[`Текст ${older}.`], [`Текст ${newer}.`]]);
  });

  it('has no words where courses knows no such version', async () => {
    const publication = toPublication();
    await service.deliver(coursePublished, publication);
    await service.runJobs();
    expect(await findVersion(publication.lessons[0]?.versionId)).toMatchObject({ indexedAt: expect.any(Date) });
  });

  it('is read later while courses does not answer', async () => {
    const publication = toPublication();
    const versionId = publication.lessons[0]?.versionId ?? '';
    setText(versionId, 'Текст.');
    await service.deliver(coursePublished, publication);
    neighbours.status = 503;
    const [outcome] = await service.runJobs();
    expect(outcome).toMatchObject({ name: 'chatbot.index-version', attempts: 8, error: expect.anything() });
    expect(await findVersion(versionId)).toMatchObject({ indexedAt: null });
    neighbours.status = null;
    await service.deliver(coursePublished, publication);
    await service.runJobs();
    expect(await findTexts(versionId)).toEqual(['Текст.']);
  });

  it('is read by itself once courses answers again, though all attempts have failed', async () => {
    const publication = toPublication();
    const versionId = publication.lessons[0]?.versionId ?? '';
    setText(versionId, 'Текст.');
    await service.deliver(coursePublished, publication);
    neighbours.status = 503;
    await service.runJobs();
    neighbours.status = null;
    await lookForMissing();
    expect(await findTexts(versionId)).toEqual(['Текст.']);
    await lookForMissing();
    expect(await countIndexJobs()).toBe(0);
  });
});

describe('a course that is deleted', () => {
  it('leaves nothing to be found, and older news do not bring it back', async () => {
    const publication = toPublication();
    const { courseId } = publication;
    setText(publication.lessons[0]?.versionId ?? '', 'Дефект остаётся в коде.');
    await service.deliver(coursePublished, publication);
    await service.runJobs();
    await service.deliver(courseDeleted, { courseId, occurredAt: '2026-02-01T00:00:00.000Z' }, { times: 2 });
    await service.deliver(coursePublished, { ...publication, revision: 2 });
    await service.runJobs();
    const counts = await service.rows((db) =>
      Promise.all(
        [PassageEntity, PostingEntity, WordEntity, LessonVersionEntity].map((entity) => db.countBy(entity, { courseId })),
      ),
    );
    expect(counts).toEqual([0, 0, 0, 0]);
  });

  it('before it was published stays deleted, and a job that was due finds nothing to do', async () => {
    const publication = toPublication();
    const { courseId } = publication;
    await service.deliver(courseDeleted, { courseId, occurredAt: '2026-02-01T00:00:00.000Z' });
    await service.deliver(coursePublished, publication);
    expect(await countIndexJobs()).toBe(0);
    const other = toPublication();
    await service.deliver(coursePublished, other);
    await service.deliver(courseDeleted, { courseId: other.courseId, occurredAt: '2026-02-01T00:00:00.000Z' });
    expect(await service.runJobs()).toMatchObject([{ error: undefined }]);
    expect(await findVersion(other.lessons[0]?.versionId)).toBeNull();
  });
});

describe('captions of a video', () => {
  const toCues = (text: string) => [{ from: 1, to: 3, text }];

  it('are read in the language of the course, and again when they change', async () => {
    const [publication, videoId] = [toPublication(), randomUUID()];
    const versionId = publication.lessons[0]?.versionId ?? '';
    setText(versionId, 'Описание.', videoId);
    neighbours.cues.set(videoId, {
      tracks: [
        { language: 'en', cues: toCues('Hello there.') },
        { language: 'ru', cues: toCues('Здравствуйте все.') },
      ],
    });
    await service.deliver(coursePublished, publication);
    await service.runJobs();
    expect(await findTexts(versionId)).toEqual(['Описание.', 'Здравствуйте все.']);
    neighbours.cues.set(videoId, { tracks: [{ language: 'en', cues: toCues('Hello again.') }] });
    service.clock.advance(60_000);
    await service.deliver(captionsChanged, { videoId, occurredAt: service.clock.now().toISOString() });
    service.clock.advance(60_000);
    await service.runJobs();
    expect(await findTexts(versionId)).toEqual(['Описание.', 'Hello again.']);
    await service.deliver(captionsChanged, { videoId, occurredAt: '2020-01-01T00:00:00.000Z' });
    neighbours.asked.length = 0;
    await service.runJobs();
    expect(neighbours.asked).toEqual([]);
  });

  it('are read as they are now once streaming answers again, though all attempts have failed', async () => {
    const [publication, videoId] = [toPublication(), randomUUID()];
    const versionId = publication.lessons[0]?.versionId ?? '';
    setText(versionId, 'Описание.', videoId);
    neighbours.cues.set(videoId, { tracks: [{ language: 'ru', cues: toCues('Было сказано.') }] });
    await service.deliver(coursePublished, publication);
    await service.runJobs();
    neighbours.cues.set(videoId, { tracks: [{ language: 'ru', cues: toCues('Стало сказано.') }] });
    service.clock.advance(60_000);
    await service.deliver(captionsChanged, { videoId, occurredAt: service.clock.now().toISOString() });
    neighbours.status = 503;
    service.clock.advance(60_000);
    await service.runJobs();
    expect(await findTexts(versionId)).toEqual(['Описание.', 'Было сказано.']);
    neighbours.status = null;
    await lookForMissing();
    expect(await findTexts(versionId)).toEqual(['Описание.', 'Стало сказано.']);
  });

  it('that change while a version is read for the first time are those that it has', async () => {
    const [publication, videoId] = [toPublication(), randomUUID()];
    const versionId = publication.lessons[0]?.versionId ?? '';
    setText(versionId, 'Описание.', videoId);
    neighbours.cues.set(videoId, { tracks: [{ language: 'ru', cues: toCues('Было сказано.') }] });
    await service.deliver(coursePublished, publication);
    const running = await service.rows(async (db) => {
      await db.query('SELECT 1 FROM lesson_versions WHERE id = $1 FOR UPDATE', [versionId]);
      const reading = service.runJobs();
      await eventually(
        () => db.query<unknown[]>(waiting),
        ({ length }) => length > 0,
      );
      neighbours.cues.set(videoId, { tracks: [{ language: 'ru', cues: toCues('Стало сказано.') }] });
      await service.deliver(captionsChanged, { videoId, occurredAt: service.clock.now().toISOString() });
      return { reading };
    });
    await running.reading;
    await service.runJobs();
    expect(await findTexts(versionId)).toEqual(['Описание.', 'Стало сказано.']);
  });
});

describe('open versions that no event has brought', () => {
  const request = (study: Parameters<typeof requestMissing>[3], courseId: string) =>
    service.rows((db) => requestMissing(db, service.context(), courseId, study));

  it('are read once, when somebody asks in their course; locked ones are not', async () => {
    const [courseId, versionId] = [randomUUID(), randomUUID()];
    setText(versionId, 'Прежний текст.');
    const lesson = { lessonId: randomUUID(), title: 'Урок', moduleTitle: 'Модуль' };
    const lessons = [
      { ...lesson, versionId },
      { ...lesson, versionId: null },
    ];
    const study = { title: 'Курс', language: 'ru' as const, lessons };
    expect([await request(study, courseId), await request(study, courseId)]).toEqual([1, 1]);
    expect(await countIndexJobs()).toBe(1);
    await service.runJobs();
    expect(await findTexts(versionId)).toEqual(['Прежний текст.']);
    expect(await request(study, courseId)).toBe(0);
  });

  it('of a deleted course are not read', async () => {
    const courseId = randomUUID();
    await service.deliver(courseDeleted, { courseId, occurredAt: '2026-02-01T00:00:00.000Z' });
    const lessons = [{ lessonId: randomUUID(), title: 'Урок', moduleTitle: 'Модуль', versionId: randomUUID() }];
    expect(await request({ title: 'Курс', language: 'ru', lessons }, courseId)).toBe(0);
    expect(await countIndexJobs()).toBe(0);
  });
});
