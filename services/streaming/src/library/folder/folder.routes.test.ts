import { newId } from '@lyceum/common/database';
import { createFolder, deleteFolder, listFolders, updateFolder } from '@lyceum/contracts/streaming/folder';
import { restoreVideo, updateVideo } from '@lyceum/contracts/streaming/video';
import { asStaff, type TestActor } from '@lyceum/testing/actors';
import { buildVideo } from '../../../test/build-video.ts';
import { service } from '../../../test/streaming-service.ts';
import { VideoEntity } from '../video/video.entity.ts';
import { FolderEntity } from './folder.entity.ts';

const toCode = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code];
const create = (as: TestActor, name: string, parentId: string | null = null) =>
  service.call(createFolder, { as, body: { name, parentId } });
const move = (as: TestActor, folderId: string, parentId: string | null) =>
  service.call(updateFolder, { as, params: { folderId }, body: { parentId } });

async function build(as: TestActor, name: string, parentId: string | null = null): Promise<string> {
  const { status, body } = await create(as, name, parentId);
  expect(status).toBe(201);
  return body.id;
}

/** Folders in one another, from the outside. */
async function buildChain(as: TestActor, length: number): Promise<string[]> {
  const chain: string[] = [];
  for (let depth = 0; depth < length; depth += 1) chain.push(await build(as, `Папка ${depth}`, chain.at(-1) ?? null));
  return chain;
}

const spaces = Array.from({ length: 100 }, (_, index) => `folders-${index}`);
const asNewSpace = () => asStaff({ space: spaces.pop() ?? 'none' });

describe('folders', () => {
  it('are made, listed by name, renamed, moved and deleted', async () => {
    const as = asNewSpace();
    const physics = await build(as, 'Физика');
    const school = await build(as, 'Школа');
    const { body } = await service.call(updateFolder, {
      as,
      params: { folderId: physics },
      body: { name: 'Оптика', parentId: school },
    });
    expect(body).toMatchObject({ id: physics, name: 'Оптика', parentId: school });
    const list = async () => (await service.call(listFolders, { as })).body.items.map(({ name }: { name: string }) => name);
    expect(await list()).toEqual(['Оптика', 'Школа']);
    expect((await service.call(deleteFolder, { as, params: { folderId: physics } })).status).toBe(204);
    expect(await list()).toEqual(['Школа']);
  });

  it.each([
    ['no name', { name: ' ' }, '/body/name'],
    ['a name of two lines', { name: 'a\nb' }, '/body/name'],
    ['a parent that is no id', { name: 'a', parentId: '42' }, '/body/parentId'],
  ])('are refused with 400 when they have %s', async (_, body, pointer) => {
    const answer = await service.call(createFolder, { as: asStaff(), body });
    expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([400, pointer]);
  });

  it('have names of their own beside each other, whatever the case, also at the top', async () => {
    const as = asNewSpace();
    const taken = [409, 'video_folder.name_taken'];
    const parent = await build(as, 'Физика');
    const other = await build(as, 'Химия');
    expect(toCode(await create(as, 'ФИЗИКА'))).toEqual(taken);
    await build(as, 'физика', parent);
    expect(toCode(await create(as, 'Физика', parent))).toEqual(taken);
    const rename = { as, params: { folderId: other }, body: { name: 'физикА' } };
    expect(toCode(await service.call(updateFolder, rename))).toEqual(taken);
    const recase = { as, params: { folderId: parent }, body: { name: 'ФИЗИКА' } };
    expect((await service.call(updateFolder, recase)).status).toBe(200);
  });

  it('are made once when many make one of a name at the same time', async () => {
    const as = asNewSpace();
    const answers = await Promise.all(['а', 'А', 'а', 'А'].map((name) => create(as, name)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
  });

  it('lie at most five deep, also when a folder brings others along', async () => {
    const as = asNewSpace();
    const tooDeep = [409, 'video_folder.too_deep'];
    const chain = await buildChain(as, 5);
    expect(toCode(await create(as, 'Шестая', chain[4]))).toEqual(tooDeep);
    const outside = await build(as, 'Снаружи');
    expect(toCode(await move(as, chain[0] ?? '', outside))).toEqual(tooDeep);
    expect((await move(as, chain[1] ?? '', outside)).status).toBe(200);
  });

  it('lie in no folder of their own, nor in one that is not there', async () => {
    const as = asNewSpace();
    const [outer = '', inner = ''] = await buildChain(as, 2);
    for (const parent of [outer, inner]) expect(toCode(await move(as, outer, parent))).toEqual([409, 'video_folder.too_deep']);
    const missing = [404, 'video_folder.not_found'];
    expect(toCode(await move(as, outer, newId()))).toEqual(missing);
    expect(toCode(await create(as, 'Одна', newId()))).toEqual(missing);
    const foreign = await build(asNewSpace(), 'Чужая');
    expect(toCode(await move(as, outer, foreign))).toEqual(missing);
  });

  it('make no circle when two are moved into each other at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const as = asNewSpace();
      const [one, other] = [await build(as, 'Одна'), await build(as, 'Другая')];
      const answers = await Promise.all([move(as, one, other), move(as, other, one)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    }
  });

  it('are 1,000 at most', async () => {
    const as = asNewSpace();
    const row = (_: unknown, index: number) => ({ id: newId(), name: `${index}`, parentId: null, createdAt: new Date() });
    await service.rows((db) => db.insert(FolderEntity, Array.from({ length: 999 }, row)), as.space);
    const answers = await Promise.all(['a', 'b'].map((name) => create(as, name)));
    expect(answers.map(toCode).sort()).toEqual([
      [201, undefined],
      [409, 'video_folder.too_many'],
    ]);
  });

  it('are deleted only when nothing is in them; what was deleted from them comes back at the top', async () => {
    const as = asNewSpace();
    const [folderId = '', inner = ''] = await buildChain(as, 2);
    const remove = async (id: string) => toCode(await service.call(deleteFolder, { as, params: { folderId: id } }));
    expect(await remove(folderId)).toEqual([409, 'video_folder.not_empty']);
    const { id } = await buildVideo(as, { folderId: inner });
    expect(await remove(inner)).toEqual([409, 'video_folder.not_empty']);
    const deleted = { deletedAt: new Date(), purgeAt: new Date() };
    await service.rows((db) => db.update(VideoEntity, { id }, deleted), as.space);
    expect(await remove(inner)).toEqual([204, undefined]);
    expect(await service.rows((db) => db.findOneBy(VideoEntity, { id }), as.space)).toMatchObject({ folderId: null });
  });

  it('keep every video when one is put into a folder while it is deleted', async () => {
    for (let round = 0; round < 5; round += 1) {
      const as = asNewSpace();
      const folderId = await build(as, 'Папка');
      const { id: videoId } = await buildVideo(as);
      const [put] = await Promise.all([
        service.call(updateVideo, { as, params: { videoId }, body: { folderId } }),
        service.call(deleteFolder, { as, params: { folderId } }),
      ]);
      const isThere = await service.rows((db) => db.existsBy(FolderEntity, { id: folderId }), as.space);
      expect([put.status, isThere]).toEqual(put.status === 200 ? [200, true] : [404, false]);
    }
  });

  it('is of no video that is restored while it is deleted, unless it stays', async () => {
    for (let round = 0; round < 5; round += 1) {
      const as = asNewSpace();
      const folderId = await build(as, 'Папка');
      const { id: videoId } = await buildVideo(as, { folderId, deletedAt: new Date(), purgeAt: new Date() });
      const [restored] = await Promise.all([
        service.call(restoreVideo, { as, params: { videoId } }),
        service.call(deleteFolder, { as, params: { folderId } }),
      ]);
      expect(restored.status).toBe(200);
      const isThere = await service.rows((db) => db.existsBy(FolderEntity, { id: folderId }), as.space);
      const video = await service.rows((db) => db.findOneBy(VideoEntity, { id: videoId }), as.space);
      expect(video?.folderId).toBe(isThere ? folderId : null);
    }
  });
});
