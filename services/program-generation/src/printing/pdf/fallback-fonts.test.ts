import { extractText, getDocumentProxy } from 'unpdf';
import { buildDocument } from '../../../test/documents.ts';
import { render } from '../render.ts';
import { breakLines } from '../typeset/break-lines.ts';
import { loadFonts } from '../typeset/fonts.ts';

const fonts = loadFonts();

/** A PDF with this title, module, topic and text; what its pages say is without spaces. */
async function print(title: string) {
  const document = buildDocument({ modules: 1, topicsPerModule: 1 });
  const [module] = document.modules;
  const [topic] = module?.topics ?? [];
  if (!module || !topic) throw new Error('a document has topics');
  const changed = { ...document, title, modules: [{ ...module, title, topics: [{ ...topic, title, content: [title] }] }] };
  const date = new Date('2026-11-21T00:00:00Z');
  const order = { document: changed, letterhead: null, date, format: 'pdf', profile: 'gost-7.32' } as const;
  const { bytes, missingCharacters } = await render(order, fonts);
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true });
  return { text: text.normalize('NFKC').replace(/\s/g, ''), missingCharacters };
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
    const { text, missingCharacters } = await print(title);
    expect([...title.normalize('NFKC').replace(/\s/g, '')].filter((character) => !text.includes(character))).toEqual([]);
    expect(missingCharacters).toEqual([]);
  });

  it.each([
    ['a rare ideograph', 'Знак 𠮷 и 𠮷𠮷', 'Знак�и��', ['𠮷']],
    ['private use', 'Знак \u{F0000}\u{10FFFD}, да', 'Знак��,да', ['\u{F0000}', '\u{10FFFD}']],
    ['a word longer than a line', `${'𠮷'.repeat(200)}`, '�'.repeat(200), ['𠮷']],
  ])('shows a replacement for each character that no font has, and names it: %s', async (_, title, shown, missing) => {
    const { text, missingCharacters } = await print(title);
    expect(text).toContain(shown);
    expect(missingCharacters).toEqual(missing);
  });

  it('names a hundred characters that no font has', async () => {
    const many = String.fromCodePoint(...Array.from({ length: 150 }, (_, index) => 0xf0000 + index));
    const { missingCharacters } = await print(many);
    expect(missingCharacters).toEqual([...many].slice(0, 100));
  });
});

describe('a line', () => {
  it('ends between words, not between the fonts of one', () => {
    const texts = [];
    for (let width = 60; width < 200; width += 1) {
      const lines = breakLines([{ text: 'Если (∀x∈A), то «你好», да', face: 'regular' }], { fonts, size: 14, width });
      texts.push(
        ...lines.map(({ pieces }) =>
          pieces
            .map(({ text }) => text)
            .join('')
            .replaceAll(' ', ''),
        ),
      );
    }
    expect(texts.filter((text) => !/^(Если)?(\(∀x∈A\),)?(то)?(«你好»,)?(да)?$/.test(text))).toEqual([]);
  });
});
