import { extractText, getDocumentProxy } from 'unpdf';
import { buildDocument } from '../../../test/documents.ts';
import { render } from '../render.ts';
import { loadFonts } from '../typeset/fonts.ts';

const fonts = loadFonts();

/** What the pages of the PDF say, without spaces. */
async function printed(title: string): Promise<string> {
  const document = buildDocument({ modules: 1, topicsPerModule: 1 });
  const [module] = document.modules;
  const [topic] = module?.topics ?? [];
  if (!module || !topic) throw new Error('a document has topics');
  const changed = { ...document, title, modules: [{ ...module, title, topics: [{ ...topic, title, content: [title] }] }] };
  const date = new Date('2026-11-21T00:00:00Z');
  const pdf = await render({ document: changed, letterhead: null, date, format: 'pdf', profile: 'gost-7.32' }, fonts);
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: true });
  return text.normalize('NFKC').replace(/\s/g, '');
}

describe('a PDF', () => {
  it.each([
    ['mathematics', 'x ∈ A ∪ B ⇒ ∃y ∀x ∇ ∅ ⊂ ⇔ ⟨a⟩ ℝ ≤ √'],
    ['arrows and marks', '→ ← ↔ ✓ ✗ ☐ ☑ ★ ● ■'],
    ['Chinese', '你好 世界 汉语'],
    ['Japanese', 'ひらがな カタカナ 日本語'],
    ['Korean', '한국어 안녕'],
    ['Armenian', 'Հայերեն'],
    ['Georgian', 'ქართული'],
    ['Hebrew', 'שלום'],
    ['Arabic', 'العربية'],
    ['Hindi', 'नमस्ते'],
    ['emoji', '😀 🎓 🚀'],
    ['letters of the neighbours', 'Ұлттық Їжак Ўзбек Ҷумҳурӣ'],
  ])('has the characters of a text in %s', async (_, title) => {
    const text = await printed(title);
    expect([...title.normalize('NFKC').replace(/\s/g, '')].filter((character) => !text.includes(character))).toEqual([]);
  });
});
