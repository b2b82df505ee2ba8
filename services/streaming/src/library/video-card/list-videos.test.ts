import { newId } from '@lyceum/common/database';
import { snapshotsRequested } from '@lyceum/common/snapshots';
import { listVideos, videoDeleted, videoListItem, videoPlayable } from '@lyceum/contracts/streaming/video';
import { asStaff, type TestActor } from '@lyceum/testing/actors';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { buildUsages } from '../../../test/build-usage.ts';
import { buildReadyVideo, buildVideo } from '../../../test/build-video.ts';
import { service } from '../../../test/streaming-service.ts';
import { selectVideos } from './select-videos.ts';

type Query = z.input<typeof listVideos.query>;

async function list(as: TestActor, query: Query = {}): Promise<string[]> {
  const { status, body } = await service.call(listVideos, { as, query });
  expect(status).toBe(200);
  return body.items.map(({ id }: { id: string }) => id);
}

describe('GET /streaming/videos', () => {
  it('answers with cards, the newest first, of what is not deleted', async () => {
    const as = asStaff({ space: 'cards' });
    const { id: first } = await buildReadyVideo(as, {}, { storedBytes: 4_000_000_000 });
    const { id: second } = await buildVideo(asStaff({ space: 'cards' }));
    await buildVideo(as, { deletedAt: new Date(), purgeAt: new Date() });
    await buildVideo(asStaff({ space: 'other-cards' }));
    await buildUsages([first, first], { space: 'cards' });
    const { body } = await service.call(listVideos, { as });
    expect(body.items).toMatchObject([
      { id: second, lessons: 0, storedBytes: 0, posterUrl: null, durationSeconds: null },
      { id: first, lessons: 2, storedBytes: 4_000_000_000, posterUrl: expect.any(String), durationSeconds: 60 },
    ]);
    expect(Object.keys(body.items[0]).sort()).toEqual(Object.keys(videoListItem.shape).sort());
  });

  it('keeps to what every filter asks for, and to all of them together', async () => {
    const as = asStaff({ space: 'filters' });
    const folderId = newId();
    const { id: ready } = await buildReadyVideo(as, { title: 'Законы Ньютона', folderId });
    const { id: foreign } = await buildVideo(asStaff({ space: 'filters' }), { title: '100% закона_Ома \\ тока', folderId });
    const deleted = { deletedAt: new Date(), purgeAt: new Date() };
    const { id: gone } = await buildVideo(as, { title: 'Законы Кеплера', ...deleted });
    const expected: [Query, string[]][] = [
      [{}, [foreign, ready]],
      [{ mine: 'true' }, [ready]],
      [{ folderId }, [foreign, ready]],
      [{ folderId: newId() }, []],
      [{ status: 'ready' }, [ready]],
      [{ deleted: 'true' }, [gone]],
      [{ q: 'ЗАКОН' }, [foreign, ready]],
      [{ q: 'ньют закон' }, [ready]],
      [{ q: '0%' }, [foreign]],
      [{ q: 'а_О' }, [foreign]],
      [{ q: '\\' }, [foreign]],
      [{ q: '%' }, [foreign]],
      [{ q: "'; DROP TABLE videos --" }, []],
      [{ q: 'кеплера' }, []],
      [{ q: 'кеплера', deleted: 'true', mine: 'true' }, [gone]],
      [{ q: 'закон', status: 'ready', mine: 'true', folderId }, [ready]],
    ];
    for (const [query, ids] of expected) expect([query, await list(as, query)]).toEqual([query, ids]);
  });

  it.each(['title', '-title', '-createdAt'] as const)('goes through all pages sorted by %s', async (sort) => {
    const as = asStaff({ space: `sort-${sort.toLowerCase().replace('-', 'falling-')}` });
    const titles = ['Яхты', 'Ёлки', 'Вода', 'Ёлки', 'Арбузы'];
    const rows = [];
    for (const [day, title] of titles.entries())
      rows.push(await buildVideo(as, { title, createdAt: new Date(`2026-11-0${day + 1}T10:00:00.000Z`) }));
    const { compare } = new Intl.Collator('ru');
    const ascending = rows.toSorted((one, other) =>
      sort === '-createdAt'
        ? one.createdAt.getTime() - other.createdAt.getTime()
        : compare(one.title, other.title) || compare(one.id, other.id),
    );
    const expected = (sort === 'title' ? ascending : ascending.toReversed()).map(({ id }) => id);
    const seen: string[] = [];
    for (let cursor: string | undefined | null; cursor !== null; ) {
      const { body } = await service.call(listVideos, { as, query: { sort, limit: 2, ...(cursor && { cursor }) } });
      seen.push(...body.items.map(({ id }: { id: string }) => id));
      cursor = body.nextCursor;
    }
    expect(seen).toEqual(expected);
  });

  it.each([
    ['a cursor that was not made here', 'cursor=abc', '/query/cursor'],
    ['an empty search', 'q=%20', '/query/q'],
    ['a folder that is no id', 'folderId=42', '/query/folderId'],
    ['an unknown status', 'status=lost', '/query/status'],
    ['an unknown sort', 'sort=size', '/query/sort'],
    ['an unknown filter', 'owner=me', '/query'],
  ])('answers 400 to %s', async (_, query, pointer) => {
    const request = service.http.get(`/api/v1/streaming/videos?${query}`);
    const { status, body } = await request.set('authorization', `Bearer ${service.token(asStaff())}`);
    expect([status, body.errors?.[0]?.pointer]).toEqual([400, pointer]);
  });
});

it('searches titles through their index as the role of the service, under the policy of the table', async () => {
  await service.rows((db) =>
    db.query(
      `INSERT INTO videos (id, owner_id, title, description, chapters, offers_file, status, created_at, updated_at, version)
       SELECT gen_random_uuid(), gen_random_uuid(), md5(n::text), '', '[]', false, 'waiting', now(), now(), 1
       FROM generate_series(1, 5000) n`,
    ),
  );
  const owner = await new DataSource({ type: 'postgres', url: service.testDatabase.ownerUrl }).initialize();
  await owner.query('VACUUM ANALYZE streaming.videos');
  await owner.destroy();
  const plan = await service.rows(async (db) => {
    const [role] = await db.query('SELECT rolsuper OR rolbypassrls AS free FROM pg_roles WHERE rolname = current_user');
    expect(role).toEqual({ free: false });
    const found = selectVideos(db, { id: newId() }, listVideos.query.parse({ q: 'c4ca42' }));
    const [sql, parameters] = found.getQueryAndParameters();
    const lines = await db.query<{ 'QUERY PLAN': string }[]>(`EXPLAIN (COSTS OFF) ${sql}`, parameters);
    return lines.map((line) => line['QUERY PLAN']).join('\n');
  });
  expect(plan).toMatch(/space_id = current_setting\('app\.space'/);
  expect(plan).toMatch(/Bitmap Index Scan on videos_title_trigrams\s+Index Cond: \(title ~~\*/);
});

it('tells a younger service again of every video that can be played, and of those that are deleted', async () => {
  const as = asStaff({ space: 'snapshots' });
  const { id: videoId, title } = await buildReadyVideo(as, {}, { durationSeconds: 75 });
  await buildVideo(as);
  const deletedAt = new Date('2026-12-01T10:00:00.000Z');
  const deleted = await buildReadyVideo(as, { deletedAt, purgeAt: deletedAt });
  await service.deliver(snapshotsRequested, { events: [videoPlayable.name, videoDeleted.name], recipient: 'courses' });
  await service.runJobs();
  const published = (await service.outbox(videoPlayable.name)).filter(({ space }) => space === 'snapshots');
  expect(published.map(({ payload }) => payload)).toEqual([
    { videoId, title, durationSeconds: 75, occurredAt: expect.any(String) },
  ]);
  const gone = (await service.outbox(videoDeleted.name)).filter(({ space }) => space === 'snapshots');
  expect(gone.map(({ payload }) => payload)).toEqual([{ videoId: deleted.id, occurredAt: deletedAt.toISOString() }]);
});
