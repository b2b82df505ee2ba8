import { buildDocument } from '../../test/documents.ts';
import { createRenderer, type Renderer } from './create-renderer.ts';
import { type RenderOrder, render } from './render.ts';
import { loadFonts } from './typeset/fonts.ts';

const fonts = loadFonts();
const forever = new AbortController().signal;
const order: RenderOrder = {
  document: buildDocument(),
  letterhead: null,
  date: new Date('2026-11-21T10:20:30.000Z'),
  format: 'docx',
  profile: 'gost-7.32',
};

describe('a renderer', () => {
  let renderer: Renderer;
  beforeEach(() => {
    renderer = createRenderer();
  });
  afterEach(() => renderer.stop());

  it('gives the same bytes in every format as rendering in this thread, again and again', async () => {
    for (const format of ['docx', 'pdf', 'html', 'md'] as const) {
      const expected = Buffer.from(await render({ ...order, format }, fonts));
      const files = await Promise.all([1, 2, 3].map(() => renderer.render({ ...order, format }, forever)));
      expect(files.map((file) => expected.equals(file))).toEqual([true, true, true]);
    }
  });

  it('ends a document when it is told to, and renders the next', async () => {
    const controller = new AbortController();
    const interrupted = renderer.render(order, controller.signal);
    const next = renderer.render(order, forever);
    controller.abort(new Error('the process stops'));
    await expect(interrupted).rejects.toThrow('the process stops');
    expect((await next).length).toBeGreaterThan(0);
    await expect(renderer.render(order, controller.signal)).rejects.toThrow('the process stops');
  });

  it('rejects when the programme cannot be rendered, and renders the next', async () => {
    const broken = { ...order.document, language: 'xx' as 'ru' }; // a language no labels exist for
    await expect(renderer.render({ ...order, document: broken }, forever)).rejects.toThrow('titlePage');
    expect((await renderer.render(order, forever)).length).toBeGreaterThan(0);
  });

  it('starts a thread again after it was stopped', async () => {
    const first = await renderer.render(order, forever);
    await renderer.stop();
    expect(Buffer.from(first).equals(await renderer.render(order, forever))).toBe(true);
  });
});
