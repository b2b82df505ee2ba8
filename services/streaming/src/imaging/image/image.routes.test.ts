import { newId } from '@lyceum/common/database';
import { enqueue } from '@lyceum/common/outbox';
import { completeImage, deleteImage, getImage, getImages } from '@lyceum/contracts/streaming/image';
import { asAdmin, asStaff, asUser, type TestActor } from '@lyceum/testing/actors';
import { hasObject, openStorage, putObject } from '@lyceum/testing/object-store';
import { createTestService } from '@lyceum/testing/service';
import { announce, buildImage, uploadImage } from '../../../test/build-image.ts';
import { buildPhoto } from '../../../test/build-picture.ts';
import { service } from '../../../test/streaming-service.ts';
import { toImageSourceKey } from '../../objects/object-keys.ts';
import { streaming } from '../../service.ts';
import { ImageEntity, type ImageRow } from './image.entity.ts';
import { renderImage } from './image-jobs.ts';
import { toVariantKey } from './present-image.ts';
import { sweepImagesSchedule } from './sweep-images.job.ts';

const small = createTestService(streaming, { MEDIA_BYTES_PER_PERSON: '1000', MEDIA_BYTES_PER_SPACE: '1500' });

const dayMs = 86_400_000;
const toCode = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code];
const get = (as: TestActor, imageId: string) => service.call(getImage, { as, params: { imageId } });
const photo = () => buildPhoto(60, 40).jpeg().toBuffer();
const isThere = (id: string) => service.rows((db) => db.existsBy(ImageEntity, { id }));

function buildRow(ownerId: string, overrides: Partial<ImageRow> = {}): ImageRow {
  return {
    ...{ id: newId(), ownerId, purpose: 'avatar', name: 'a.jpg', type: 'image/jpeg', size: 1, status: 'waiting' },
    ...{ failureCode: null, variants: [], createdAt: service.clock.now(), deletedAt: null },
    ...overrides,
  };
}

async function sweep(): Promise<void> {
  await service.rows((db) => enqueue(db, service.context(), sweepImagesSchedule.job, {}));
  expect((await service.runJobs()).filter(({ error }) => error)).toEqual([]);
}

afterEach(() => service.clock.reset());

describe('a picture', () => {
  it('is announced, uploaded, made anew and shown; what was uploaded goes', async () => {
    const as = asUser();
    const announced = await announce(as);
    expect([announced.status, announced.body]).toMatchObject([
      201,
      {
        ownerId: as.id,
        purpose: 'avatar',
        status: 'waiting',
        failure: null,
        variants: [],
        upload: { headers: { 'content-type': 'image/jpeg' } },
      },
    ]);
    const id = await uploadImage(as, await photo());
    expect((await get(as, id)).body.status).toBe('processing');
    expect((await service.runJobs()).filter(({ error }) => error)).toEqual([]);
    const { body } = await get(as, id);
    expect(body).toMatchObject({
      status: 'ready',
      failure: null,
      variants: [{ format: 'avif', width: 40, height: 40 }, { format: 'webp' }, { format: 'jpeg' }],
    });
    for (const { url, size, format } of body.variants) {
      const response = await fetch(url);
      expect(response.headers.get('content-type')).toBe(`image/${format}`);
      expect((await response.arrayBuffer()).byteLength).toBe(size);
    }
    expect(await hasObject(toImageSourceKey('main', id))).toBe(false);
    // Its address takes another file for a while, which nobody would look at.
    await putObject(toImageSourceKey('main', id), Buffer.from('<script>'), 'text/html');
    service.clock.advance(2 * 3_600_000);
    await service.runJobs();
    expect(await hasObject(toImageSourceKey('main', id))).toBe(false);
  });

  it('has addresses that stay the same within the hour', async () => {
    const hour = 3_600_000;
    service.clock.set(new Date(Math.floor(Date.now() / hour) * hour + 60_000));
    const as = asUser();
    const id = await buildImage(as);
    const listUrls = async () => (await get(as, id)).body.variants.map(({ url }: { url: string }) => url);
    const urls = await listUrls();
    service.clock.advance(3_000_000);
    expect(await listUrls()).toEqual(urls);
    service.clock.advance(hour);
    expect(await listUrls()).not.toEqual(urls);
  });

  it('is completed once, however often that is said, and only when it is there as it was announced', async () => {
    const as = asUser();
    const { body } = await announce(as, { size: 100 });
    const complete = () => service.call(completeImage, { as, params: { imageId: body.id } });
    const key = toImageSourceKey('main', body.id);
    const notUploaded = [409, 'image.not_uploaded'];
    expect(toCode(await complete())).toEqual(notUploaded);
    await putObject(key, Buffer.alloc(99), 'image/jpeg');
    expect(toCode(await complete())).toEqual(notUploaded);
    await putObject(key, Buffer.alloc(100), 'text/html');
    expect(toCode(await complete())).toEqual(notUploaded);
    await putObject(key, Buffer.alloc(100), 'image/jpeg');
    expect((await Promise.all([complete(), complete(), complete()])).map(({ status }) => status)).toEqual([202, 202, 202]);
    const jobs = await service.outbox('streaming.render-image');
    expect(jobs.filter(({ payload }) => payload['imageId'] === body.id)).toHaveLength(1);
    await service.runJobs();
    expect((await complete()).body.status).toBe('failed');
  });

  it.each([
    ['a path', { name: '../a.jpg' }, '/body/name'],
    ['a vector picture', { type: 'image/svg+xml' as never }, '/body/type'],
    ['no bytes', { size: 0 }, '/body/size'],
    ['more than 20 MB', { size: 20_000_001 }, '/body/size'],
    ['an unknown purpose', { purpose: 'logo' as never }, '/body/purpose'],
  ])('is refused with 400 when it has %s', async (_, change, pointer) => {
    const { status, body } = await announce(asUser(), change);
    expect([status, body.errors?.[0]?.pointer]).toEqual([400, pointer]);
  });

  it('is of a user only an avatar', async () => {
    for (const purpose of ['cover', 'picture'] as const) {
      expect(toCode(await announce(asUser(), { purpose }))).toEqual([403, 'image.purpose_forbidden']);
      expect((await announce(asStaff(), { purpose })).status).toBe(201);
    }
  });

  it('fails with a reason in the language of its owner, and then takes no room', async () => {
    const as = asUser({ locale: 'ru' });
    const id = await uploadImage(as, Buffer.concat([await photo(), Buffer.from('<script>alert(1)</script>')]));
    await service.runJobs();
    expect((await get(as, id)).body).toMatchObject({
      ...{ status: 'failed', variants: [] },
      failure: { code: 'more-than-a-picture', message: expect.stringMatching(/^В файле есть документ/) },
    });
    expect(await hasObject(toImageSourceKey('main', id))).toBe(false);
    expect(await service.rows((db) => db.findOneBy(ImageEntity, { id }))).toMatchObject({ size: 0 });
  });

  it('fails in the end when what was uploaded cannot be read, or processes end in the middle of it', async () => {
    const as = asUser();
    const lost = await uploadImage(as, await photo());
    const storage = await openStorage();
    await storage.delete(toImageSourceKey('main', lost));
    storage.stop();
    expect((await service.runJobs()).find(({ name }) => name === 'streaming.render-image')?.attempts).toBe(3);
    const crashed = await uploadImage(as, await photo());
    expect(await service.giveUpJobs()).toContain('streaming.render-image');
    for (const id of [lost, crashed])
      expect((await get(as, id)).body).toMatchObject({ status: 'failed', failure: { code: 'interrupted' } });
  });

  it('that is made twice stays as it is', async () => {
    const as = asUser();
    const id = await buildImage(as);
    const before = (await get(as, id)).body;
    await service.rows((db) => enqueue(db, service.context(), renderImage, { imageId: id }));
    await service.runJobs();
    expect((await get(as, id)).body).toMatchObject({ status: 'ready', createdAt: before.createdAt });
  });
});

describe('who sees pictures', () => {
  it('is everybody when they are ready, before that their owner and administrators', async () => {
    const owner = asUser();
    const ready = await buildImage(owner);
    const { body } = await announce(owner);
    const waiting: string = body.id;
    const list = async (as: TestActor) => {
      const ids = [waiting, newId(), ready, waiting].join(',');
      const answer = await service.call(getImages, { as, query: { ids: ids as never } });
      return answer.body.items.map(({ id }: { id: string }) => id);
    };
    for (const as of [owner, asAdmin()]) {
      expect(await list(as)).toEqual([waiting, ready]);
      expect((await get(as, waiting)).status).toBe(200);
    }
    for (const as of [asUser(), asStaff()]) {
      expect(await list(as)).toEqual([ready]);
      expect((await get(as, ready)).status).toBe(200);
      expect(toCode(await get(as, waiting))).toEqual([404, 'image.not_found']);
      for (const endpoint of [completeImage, deleteImage])
        expect(toCode(await service.call(endpoint, { as, params: { imageId: ready } }))).toEqual([404, 'image.not_found']);
    }
    expect(await list(asUser({ space: 'another' }))).toEqual([]);
  });

  it.each([
    ['no id', ''],
    ['something else', 'a,b'],
    ['too many', Array.from({ length: 101 }, () => newId()).join(',')],
  ])('is nobody who asks for %s', async (_, ids) => {
    expect((await service.call(getImages, { as: asUser(), query: { ids: ids as never } })).status).toBe(400);
  });

  it('loses them when they are deleted, by the owner or an administrator, with all that is stored', async () => {
    const owner = asUser();
    for (const as of [owner, asAdmin()]) {
      const id = await buildImage(owner);
      const row = await service.rows((db) => db.findOneByOrFail(ImageEntity, { id }));
      const keys = row.variants.map((variant) => toVariantKey('main', id, variant));
      expect((await service.call(deleteImage, { as, params: { imageId: id } })).status).toBe(204);
      await service.runJobs();
      expect((await Promise.all(keys.map(hasObject))).filter(Boolean)).toEqual([]);
      expect(toCode(await get(owner, id))).toEqual([404, 'image.not_found']);
    }
  });

  it('has nothing left of one that is deleted while it is made', async () => {
    const as = asUser();
    const id = await uploadImage(as, await photo());
    const [outcomes] = await Promise.all([service.runJobs(), service.call(deleteImage, { as, params: { imageId: id } })]);
    expect(outcomes.filter(({ error }) => error)).toEqual([]);
    await service.runJobs();
    const left = [{ format: 'avif' as const, width: 40, height: 40 }].map((variant) =>
      hasObject(toVariantKey('main', id, variant)),
    );
    expect(await Promise.all(left)).toEqual([false]);
  });
});

describe('room for pictures', () => {
  it.each([
    ['a user', 20, asUser()],
    ['staff', 2_000, asStaff()],
  ] as const)('is for so many of %s: %i', async (_, max, as) => {
    const rows = Array.from({ length: max - 1 }, () => buildRow(as.id));
    await service.rows((db) => db.insert(ImageEntity, rows));
    const answers = await Promise.all([announce(as), announce(as)]);
    expect(answers.map(toCode).sort()).toEqual([
      [201, undefined],
      [409, 'image.too_many'],
    ]);
  });

  it('stays taken by those that are deleted while their addresses take uploads', async () => {
    const as = asUser();
    const rows = Array.from({ length: 19 }, () => buildRow(as.id));
    await service.rows((db) => db.insert(ImageEntity, rows));
    const { body } = await announce(as);
    for (const { id } of [...rows, body]) {
      const { status } = await service.call(deleteImage, { as, params: { imageId: id } });
      expect(status).toBe(204);
      expect(toCode(await get(as, id))).toEqual([404, 'image.not_found']);
      expect(toCode(await service.call(deleteImage, { as, params: { imageId: id } }))).toEqual([404, 'image.not_found']);
    }
    expect(toCode(await announce(as))).toEqual([409, 'image.too_many']);
    service.clock.advance(5_400_000 + 1_000);
    expect((await announce(as)).status).toBe(201);
    await sweep();
    expect(await isThere(body.id)).toBe(false);
  });

  it('ends with the quota of the person and that of the school, however many are announced at once', async () => {
    const announceSmall = (as: TestActor, size: number) =>
      small.http
        .post('/api/v1/streaming/images')
        .set('authorization', `Bearer ${small.token(as)}`)
        .send({ purpose: 'avatar', name: 'a.jpg', type: 'image/jpeg', size });
    const as = asUser();
    const answers = await Promise.all([announceSmall(as, 600), announceSmall(as, 600)]);
    expect(answers.map(toCode).sort()).toEqual([
      [201, undefined],
      [409, 'upload.storage_full'],
    ]);
    const { body } = await announceSmall(asUser({ locale: 'ru' }), 950);
    expect([body.code, body.detail]).toEqual(['upload.storage_full', 'У школы занято 600 Б из 1,5 кБ. Удалите ненужное.']);
    expect((await announceSmall(asUser(), 900)).status).toBe(201);
    expect((await announceSmall(asUser({ space: 'another' }), 900)).status).toBe(201);
  });
});

describe('the sweep', () => {
  it('forgets what never came after a day and what failed after a week, and nothing else', async () => {
    const as = asUser();
    const ready = await buildImage(as);
    const failed = { status: 'failed', failureCode: 'damaged' } as const;
    const ago = (days: number) => ({ createdAt: new Date(Date.now() - days * dayMs) });
    const rows = {
      fresh: buildRow(as.id),
      waiting: buildRow(as.id, ago(1.1)),
      failedLately: buildRow(as.id, { ...failed, ...ago(6.9) }),
      failed: buildRow(as.id, { ...failed, ...ago(7.1) }),
    };
    await service.rows((db) => db.insert(ImageEntity, Object.values(rows)));
    const key = toImageSourceKey('main', rows.waiting.id);
    await putObject(key, Buffer.from('a'), 'image/jpeg');
    await sweep();
    const left = await Promise.all([ready, ...Object.values(rows).map(({ id }) => id)].map(isThere));
    expect(left).toEqual([true, true, false, true, false]);
    expect(await hasObject(key)).toBe(false);
  });

  it('has made what nobody makes any more', async () => {
    const as = asUser();
    const id = await uploadImage(as, await photo());
    await service.rows((db) => db.query("UPDATE images SET created_at = now() - interval '3 hours' WHERE id = $1", [id]));
    await service.rows((db) => db.query("DELETE FROM outbox WHERE name = 'streaming.render-image'"));
    await sweep();
    expect((await get(as, id)).body.status).toBe('ready');
  });
});
