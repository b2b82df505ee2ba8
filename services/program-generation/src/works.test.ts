import { createWorkThread, type WorkThread } from '@lyceum/common/work-thread';
import { rateLimited, serviceUnavailable } from '@lyceum/contracts/shared/common-problems';
import { buildDocument } from '../test/documents.ts';
import { type RenderRequest, render } from './printing/render.ts';
import { loadFonts } from './printing/typeset/fonts.ts';
import { diffDocuments } from './versions/diff-documents.ts';
import type { ServiceWorks } from './works.ts';

const fonts = loadFonts();
const turn = { space: 'main', person: 'a' };
const order: RenderRequest = {
  document: buildDocument(),
  letterhead: null,
  date: new Date('2026-11-21T10:20:30.000Z'),
  format: 'docx',
  profile: 'gost-7.32',
};

describe('a thread for slow work', () => {
  let thread: WorkThread<ServiceWorks>;
  beforeEach(() => {
    thread = createWorkThread(new URL('./works.worker.ts', import.meta.url));
  });
  afterEach(() => thread.stop());

  it('gives the same bytes in every format as rendering in this thread, again and again', async () => {
    for (const format of ['docx', 'pdf', 'html', 'md'] as const) {
      const expected = Buffer.from((await render({ ...order, format }, fonts)).bytes);
      const files = await Promise.all([1, 2, 3].map(() => thread.work('render')({ ...order, format }, turn)));
      expect(files.map(({ bytes }) => expected.equals(bytes))).toEqual([true, true, true]);
    }
  });

  it('gives what the function gives in this thread', async () => {
    const comparison = { before: order.document, after: buildDocument({ modules: 2 }), locale: 'ru' } as const;
    const blocks = await thread.work('diffDocuments')(comparison, turn);
    expect(blocks).toEqual(diffDocuments(comparison.before, comparison.after, 'ru'));
    expect(blocks.length).toBeGreaterThan(0);
  });

  it('ends a document when it is told to, and renders the next', async () => {
    const controller = new AbortController();
    const interrupted = thread.work('render')(order, { ...turn, signal: controller.signal });
    const next = thread.work('render')(order, turn);
    controller.abort(new Error('the process stops'));
    await expect(interrupted).rejects.toThrow('the process stops');
    expect((await next).bytes.length).toBeGreaterThan(0);
    await expect(thread.work('render')(order, { ...turn, signal: controller.signal })).rejects.toThrow('the process stops');
  });

  it('rejects when the programme cannot be rendered, and renders the next', async () => {
    const broken = { ...order.document, language: 'xx' as 'ru' }; // a language no labels exist for
    await expect(thread.work('render')({ ...order, document: broken }, turn)).rejects.toThrow('titlePage');
    expect((await thread.work('render')(order, turn)).bytes.length).toBeGreaterThan(0);
  });

  it('serves others between the works of one person, and refuses that person more than may wait', async () => {
    const served: string[] = [];
    const ask = (person: string) =>
      thread
        .work('isLogo')('', { ...turn, person })
        .then(() => served.push(person));
    const many = Array.from({ length: 21 }, () => ask('a'));
    const one = ask('b');
    await expect(ask('a')).rejects.toMatchObject({ problem: rateLimited });
    await Promise.all([...many, one]);
    expect(served.indexOf('b')).toBeLessThan(3);
  });

  it('ends a work that takes longer than it may, and does the next', async () => {
    await expect(thread.work('render')(order, { ...turn, timeoutMs: 1 })).rejects.toMatchObject({ problem: serviceUnavailable });
    expect((await thread.work('render')(order, turn)).bytes.length).toBeGreaterThan(0);
  });

  it('starts a thread again after it was stopped', async () => {
    const first = await thread.work('render')(order, turn);
    await thread.stop();
    expect(await thread.work('render')(order, turn)).toEqual(first);
  });
});
