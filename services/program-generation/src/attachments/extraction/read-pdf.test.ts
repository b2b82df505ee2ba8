import { createExtractor } from './create-extractor.ts';

const extract = createExtractor({ timeMs: 5_000 });

/** A PDF of these objects, numbered from 1; the first is its root. */
function buildPdf(objects: readonly string[], trailer = ''): Uint8Array {
  const body = objects.map((object, index) => `${index + 1} 0 obj ${object} endobj\n`).join('');
  return new Uint8Array(Buffer.from(`%PDF-1.7\n${body}trailer <</Root 1 0 R ${trailer}>>\n`, 'latin1'));
}

const catalog = '<</Type /Catalog /Pages 2 0 R>>';
const pages = '<</Type /Pages /Kids [3 0 R] /Count 1>>';
const stream = (dictionary: string, content: string) =>
  `<<${dictionary} /Length ${content.length}>> stream\n${content}\nendstream`;
const helvetica = '/Font <</F <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>';
const words = 'BT /F 12 Tf (words) Tj ET';
const form = (resources: string, content: string) =>
  stream(`/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources <<${resources}>>`, content);

function page(content: string, resources = helvetica): string[] {
  const own = `<</Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R /Resources <<${resources}>>>>`;
  return [catalog, pages, own, stream('', content)];
}

const usesMap = (name: string) => [
  ...page(words, '/Font <</F 5 0 R>>'),
  `<</Type /Font /Subtype /Type0 /BaseFont /A /Encoding /${name} /DescendantFonts [6 0 R]>>`,
  '<</Type /Font /Subtype /CIDFontType2 /BaseFont /A /CIDSystemInfo <</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>',
];

describe('a hostile PDF', () => {
  it.each<[string, string, Uint8Array]>([
    ['damaged', 'pages that hold themselves', buildPdf([catalog, '<</Type /Pages /Kids [2 0 R] /Count 1>>'])],
    ['damaged', 'arrays that are nested too deeply', buildPdf([`<</Pages 2 0 R /X ${'['.repeat(100_000)}>>`, pages])],
    ['damaged', 'nothing but its header', buildPdf([])],
    ['no-text', 'no pages', buildPdf([catalog, '<</Type /Pages /Kids [] /Count 0>>'])],
    ['no-text', 'fewer pages than it says', buildPdf([catalog, pages.replace('Count 1', 'Count 1000000000'), '<</Type /Page>>'])],
    [
      'no-text',
      'a form that draws itself',
      buildPdf([...page('/X Do', '/XObject <</X 5 0 R>>'), form('/XObject <</X 5 0 R>>', '/X Do')]),
    ],
    ['no-text', 'a character map that is another file', buildPdf(usesMap('..#2F..#2F..#2F..#2Fetc#2Fpasswd'))],
    [
      'encrypted',
      'a lock for certificates',
      buildPdf([...page(words), '<</Filter /Adobe.PubSec /V 4>>'], '/Encrypt 5 0 R /ID [<00><00>]'),
    ],
    [
      'encrypted',
      'a lock of the future',
      buildPdf([...page(words), '<</Filter /Standard /V 9 /R 9 /O (x) /U (y) /P -1>>'], '/Encrypt 5 0 R /ID [<00><00>]'),
    ],
  ])('is %s when it has %s', async (failure, _, bytes) => {
    expect(await extract({ type: 'application/pdf', bytes }, new AbortController().signal)).toMatchObject({ failure });
  });

  it('is too slow when it has forms that draw the next one twice', async () => {
    const bytes = buildPdf([
      ...page('/X Do', '/XObject <</X 5 0 R>>'),
      ...Array.from({ length: 40 }, (_, index) => form(`/XObject <</X ${index + 6} 0 R>>`, '/X Do /X Do')),
      form(helvetica, words),
    ]);
    // Less time than its memory lasts.
    const extractBriefly = createExtractor({ timeMs: 1_500 });
    expect(await extractBriefly({ type: 'application/pdf', bytes }, new AbortController().signal)).toMatchObject({
      failure: 'too-slow',
    });
  });
});
