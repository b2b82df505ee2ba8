import { randomInt } from 'node:crypto';
import {
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  ListPartsCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { sendSigned } from '../send-signed.ts';
import { bucket, startTestStore, type TestStore } from '../start-test-store.ts';

let store: TestStore;
let s3: S3Client;

beforeAll(async () => {
  store = await startTestStore();
  s3 = store.client();
});

afterAll(async () => {
  await store.dispose();
  expect(store.faults).toEqual([]);
});

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

type Listing = Omit<ListObjectsV2CommandInput, 'Bucket'>;

/** What S3 documents, without an index: keys and common prefixes in one order. */
function expectedListing(keys: readonly string[], { Prefix = '', Delimiter = '', StartAfter = '' }: Listing): string[] {
  const shown = new Set<string>();
  for (const key of [...keys].sort(byBytes)) {
    if (!key.startsWith(Prefix) || byBytes(key, StartAfter) <= 0) continue;
    const cut = Delimiter ? key.indexOf(Delimiter, Prefix.length) : -1;
    shown.add(cut < 0 ? key : key.slice(0, cut + Delimiter.length));
  }
  return [...shown];
}

async function listInPages(input: Listing): Promise<{ shown: string[]; pages: number[] }> {
  const shown: string[] = [];
  const pages: number[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await s3.send(new ListObjectsV2Command({ Bucket: bucket, ...input, ContinuationToken }));
    const names = [
      ...(page.Contents ?? []).map(({ Key }) => Key ?? ''),
      ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix ?? ''),
    ];
    expect(page.KeyCount).toBe(names.length);
    shown.push(...names.sort(byBytes));
    pages.push(names.length);
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken);
  return { shown, pages };
}

describe('a list of objects', () => {
  const words = ['a', 'b', 'курс', '1 2+3', '😀', '&<>"'];
  const keys = new Set<string>();

  beforeAll(async () => {
    while (keys.size < 60)
      keys.add(Array.from({ length: randomInt(1, 5) }, () => words[randomInt(words.length)]).join(randomInt(2) ? '/' : '-'));
    await Promise.all([...keys].map((Key) => s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'x' }))));
  });

  it.each([
    {},
    { Prefix: 'a' },
    { Prefix: 'a/' },
    { Delimiter: '/' },
    { Prefix: 'курс/', Delimiter: '/' },
    { Delimiter: '-', StartAfter: 'b' },
    { Delimiter: '/', StartAfter: 'a/b' },
    { Prefix: 'b', StartAfter: 'b/a' },
    { Prefix: 'none' },
    { StartAfter: '😀😀' },
    { Delimiter: '/-/' },
  ])('is complete and in order for %j, whatever the page size', async (input) => {
    const expected = expectedListing([...keys], input);
    for (const MaxKeys of [1, 2, 7, 1000]) {
      const { shown, pages } = await listInPages({ ...input, MaxKeys });
      expect(shown).toEqual(expected);
      expect(pages.slice(0, -1).every((length) => length === MaxKeys)).toBe(true);
    }
  });

  it('goes on where it stopped although objects came and went', async () => {
    const first = await s3.send(new ListObjectsV2Command({ Bucket: bucket, MaxKeys: 10 }));
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: '! before all others', Body: 'x' }));
    const rest = await s3.send(new ListObjectsV2Command({ Bucket: bucket, ContinuationToken: first.NextContinuationToken }));
    expect(rest.Contents?.map(({ Key }) => Key)).toEqual([...keys].sort(byBytes).slice(10));
  });

  it('writes keys percent-encoded when it is asked to', async () => {
    const page = await s3.send(
      new ListObjectsV2Command({ Bucket: bucket, EncodingType: 'url', Prefix: 'курс', StartAfter: 'курс' }),
    );
    expect([page.EncodingType, page.Prefix]).toEqual(['url', '%D0%BA%D1%83%D1%80%D1%81']);
    const names = (page.Contents ?? []).map(({ Key = '' }) => Key);
    expect(names.every((name) => /^[\w.~%/-]+$/.test(name))).toBe(true);
    expect(names.map(decodeURIComponent)).toEqual(expectedListing([...keys], { Prefix: 'курс', StartAfter: 'курс' }));
  });

  it('may be asked for nothing, and for the owner', async () => {
    const empty = await s3.send(new ListObjectsV2Command({ Bucket: bucket, MaxKeys: 0 }));
    expect([empty.KeyCount, empty.IsTruncated]).toEqual([0, false]);
    const owned = await s3.send(new ListObjectsV2Command({ Bucket: bucket, MaxKeys: 1, FetchOwner: true }));
    expect(owned.Contents?.[0]?.Owner?.ID).toBe('owner');
  });

  it.each([
    ['list-type=1', 400, 'InvalidArgument'],
    ['list-type=2&max-keys=many', 400, 'InvalidArgument'],
    ['list-type=2&max-keys=-1', 400, 'InvalidArgument'],
    ['list-type=2&encoding-type=json', 400, 'InvalidArgument'],
    ['list-type=2&continuation-token=nonsense', 400, 'InvalidArgument'],
    ['list-type=2&versions=', 501, 'NotImplemented'],
    ['prefix=a', 501, 'NotImplemented'],
  ])('is refused for %s', async (query, status, code) => {
    expect(await sendSigned(store, { path: `/${bucket}`, query: Object.fromEntries(new URLSearchParams(query)) })).toMatchObject({
      status,
      code,
    });
  });
});

describe('a list of uploads', () => {
  it('is by key and age, by prefix and page by page', async () => {
    const ids: (string | undefined)[] = [];
    for (const Key of ['b', 'a/1', 'a/1', 'a/2'])
      ids.push((await s3.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key }))).UploadId);
    const [b, a1, a1Again, a2] = ids;
    const all = await s3.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
    expect(all.Uploads?.map(({ UploadId }) => UploadId)).toEqual([a1, a1Again, a2, b]);
    const within = await s3.send(new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: 'a/' }));
    expect(within.Uploads?.map(({ UploadId }) => UploadId)).toEqual([a1, a1Again, a2]);
    const first = await s3.send(new ListMultipartUploadsCommand({ Bucket: bucket, MaxUploads: 1 }));
    expect([first.Uploads?.length, first.IsTruncated, first.NextKeyMarker, first.NextUploadIdMarker]).toEqual([
      1,
      true,
      'a/1',
      a1,
    ]);
    const markers = { KeyMarker: first.NextKeyMarker, UploadIdMarker: first.NextUploadIdMarker };
    const rest = await s3.send(new ListMultipartUploadsCommand({ Bucket: bucket, ...markers }));
    expect(rest.Uploads?.map(({ UploadId }) => UploadId)).toEqual([a1Again, a2, b]);
    const behindKey = await s3.send(new ListMultipartUploadsCommand({ Bucket: bucket, KeyMarker: 'a/1' }));
    expect(behindKey.Uploads?.map(({ UploadId }) => UploadId)).toEqual([a2, b]);
  });

  it('of parts comes page by page', async () => {
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key: 'parts' }));
    const upload = { Bucket: bucket, Key: 'parts', UploadId };
    for (const PartNumber of [10, 2, 1]) await s3.send(new UploadPartCommand({ ...upload, PartNumber, Body: 'x' }));
    const first = await s3.send(new ListPartsCommand({ ...upload, MaxParts: 2 }));
    expect([first.Parts?.map(({ PartNumber }) => PartNumber), first.IsTruncated]).toEqual([[1, 2], true]);
    const rest = await s3.send(new ListPartsCommand({ ...upload, PartNumberMarker: first.NextPartNumberMarker }));
    expect([rest.Parts?.map(({ PartNumber }) => PartNumber), rest.IsTruncated]).toEqual([[10], false]);
  });
});
