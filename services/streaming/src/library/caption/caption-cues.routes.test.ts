import { fillPath } from '@lyceum/common/client';
import { newId } from '@lyceum/common/database';
import { snapshotsRequested } from '@lyceum/common/snapshots';
import { deleteCaption, putCaption } from '@lyceum/contracts/streaming/caption';
import { captionsChanged, listCaptionCues } from '@lyceum/contracts/streaming/caption-cues';
import { deleteVideo, restoreVideo } from '@lyceum/contracts/streaming/video';
import { asStaff, type TestActor } from '@lyceum/testing/actors';
import { buildVideo } from '../../../test/build-video.ts';
import { service } from '../../../test/streaming-service.ts';

const as = asStaff();

const put = (videoId: string, language: string, words: string, by = as) => {
  const file = Buffer.from(`00:01.000 --> 00:02.500\n${words}`).toString('base64');
  return service.call(putCaption, { as: by, params: { videoId, language }, body: { label: language, file } });
};

type Answer = Pick<Awaited<ReturnType<typeof service.call>>, 'status' | 'body'>;

/** What the service of the tutor is answered that asks for this person. */
async function ask(videoId: string, person: TestActor = as): Promise<Answer> {
  const response = await fetch(service.url + fillPath(listCaptionCues, { videoId }, {}), {
    headers: {
      authorization: `Bearer ${service.keys.signForService('chatbot', { now: service.clock.now() })}`,
      'x-lyceum-person': person.id,
      'x-lyceum-roles': person.roles.join(','),
      'x-lyceum-space': person.space,
    },
  });
  return { status: response.status, body: await response.json() };
}

const countChanges = async (videoId: string) =>
  (await service.outbox(captionsChanged.name)).filter(({ payload }) => payload['videoId'] === videoId).length;

describe('GET /internal/streaming/videos/:videoId/caption-cues', () => {
  it('answers 200 with all captions as they are read, without marks', async () => {
    const { id: videoId } = await buildVideo(as);
    await put(videoId, 'ru', '<i>Сбой</i> & дефект: a &lt; b');
    await put(videoId, 'en', 'A failure');
    const { status, body } = await ask(videoId);
    expect([status, body]).toEqual([
      200,
      {
        tracks: [
          { language: 'en', cues: [{ from: 1, to: 2.5, text: 'A failure' }] },
          { language: 'ru', cues: [{ from: 1, to: 2.5, text: 'Сбой & дефект: a < b' }] },
        ],
      },
    ]);
  });

  it('has none of a video that is deleted, of another space, or that there is not', async () => {
    const { id: videoId } = await buildVideo(as);
    await put(videoId, 'ru', 'Слово');
    expect((await ask(videoId, { ...as, space: 'elsewhere' })).body).toEqual({ tracks: [] });
    await service.call(deleteVideo, { as, params: { videoId } });
    for (const id of [videoId, newId()]) expect((await ask(id)).body).toEqual({ tracks: [] });
    await service.call(restoreVideo, { as, params: { videoId } });
    expect((await ask(videoId)).body.tracks).toHaveLength(1);
  });
});

describe('that captions have changed', () => {
  it('is told when they come, are replaced or go, and when the video does with them', async () => {
    const { id: videoId } = await buildVideo(as);
    const params = { videoId };
    await put(videoId, 'ru', 'Слово');
    await put(videoId, 'en', 'Word');
    await put(videoId, 'ru', 'Другое');
    await service.call(deleteCaption, { as, params: { videoId, language: 'en' } });
    expect(await countChanges(videoId)).toBe(4);
    await service.call(deleteVideo, { as, params });
    await service.call(restoreVideo, { as, params });
    expect(await countChanges(videoId)).toBe(6);
  });

  it('is not told when captions are refused, nor of a video that has none', async () => {
    const { id: videoId } = await buildVideo(as);
    expect((await put(videoId, 'ru', 'Слово', asStaff())).status).toBe(403);
    await service.call(deleteVideo, { as, params: { videoId } });
    await service.call(restoreVideo, { as, params: { videoId } });
    expect(await countChanges(videoId)).toBe(0);
  });

  it('is told again to a younger service', async () => {
    const by = asStaff({ space: 'younger' });
    const { id: videoId } = await buildVideo(by);
    await buildVideo(by, { deletedAt: service.clock.now(), purgeAt: service.clock.now() });
    await service.deliver(snapshotsRequested, { events: [captionsChanged.name], recipient: 'chatbot' });
    await service.runJobs();
    const reported = (await service.outbox(captionsChanged.name)).filter(({ space }) => space === 'younger');
    expect(reported.map(({ payload }) => payload)).toEqual([{ videoId, occurredAt: expect.any(String) }]);
  });
});
