import { fileURLToPath } from 'node:url';
import { deflateSync } from 'node:zlib';
import { Document, Packer, Paragraph } from 'docx';
import { strToU8, unzipSync, type Zippable, zipSync } from 'fflate';
import PDFDocument from 'pdfkit';
import { createExtractor, type ExtractionRequest } from './create-extractor.ts';
import type { Extraction } from './parse-extraction.ts';

const extract = createExtractor();
const never = () => new AbortController().signal;
const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

function createRequest(type: ExtractionRequest['type'], bytes: Uint8Array): ExtractionRequest {
  return { type, bytes };
}

function read(type: ExtractionRequest['type'], bytes: Uint8Array): Promise<Extraction> {
  return extract(createRequest(type, bytes), never());
}

async function buildDocx(...paragraphs: string[]): Promise<Uint8Array> {
  const children = paragraphs.map((text) => new Paragraph(text));
  return new Uint8Array(await Packer.toBuffer(new Document({ sections: [{ children }] })));
}

async function buildPdf(pages: readonly string[], options: PDFKit.PDFDocumentOptions = {}): Promise<Uint8Array> {
  const pdf = new PDFDocument({ ...options, autoFirstPage: false });
  const font = new URL('400Regular/Tinos_400Regular.ttf', import.meta.resolve('@expo-google-fonts/tinos/package.json'));
  pdf.font(fileURLToPath(font));
  for (const page of pages) pdf.addPage().text(page);
  return toBytes(pdf);
}

async function toBytes(pdf: PDFKit.PDFDocument): Promise<Uint8Array> {
  pdf.end();
  const chunks: Uint8Array[] = [];
  for await (const chunk of pdf as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return new Uint8Array(Buffer.concat(chunks));
}

/** A DOCX with other parts. */
async function repack(bytes: Uint8Array, parts: Zippable): Promise<Uint8Array> {
  return zipSync({ ...unzipSync(bytes), ...parts });
}

/** Every name of this size in headers and directory becomes another. */
function lie(bytes: Uint8Array, actual: number, claimed: number): Uint8Array {
  const lying = Buffer.from(bytes);
  const find = Buffer.alloc(4);
  find.writeUInt32LE(actual);
  let found = 0;
  for (let at = lying.indexOf(find); at >= 0; at = lying.indexOf(find, at + 4)) {
    lying.writeUInt32LE(claimed, at);
    found += 1;
  }
  expect(found).toBe(2);
  return new Uint8Array(lying);
}

describe('DOCX', () => {
  it('gives its paragraphs, composed and without what is no text', async () => {
    const bytes = await buildDocx('Основы и\u0306ога', 'Вторая\u0007 часть  ', '', '', 'Third');
    expect(await read(docx, bytes)).toEqual({ text: 'Основы йога\n\nВторая часть\n\nThird', cut: false, warnings: [] });
  });

  it('is refused as too large when it has too many entries', async () => {
    const entries = Object.fromEntries(Array.from({ length: 5_001 }, (_, index) => [`word/${index}`, new Uint8Array()]));
    const bomb = await repack(await buildDocx('words'), entries);
    expect(await read(docx, bomb)).toMatchObject({ failure: 'too-large', reason: expect.stringContaining('entries') });
  });

  it('is unpacked no further than the sizes it claims', async () => {
    const parts = unzipSync(await buildDocx('words'));
    const xml = strToU8(`${new TextDecoder().decode(parts['word/document.xml'])}<!--${' '.repeat(10_000_000)}-->`);
    const bomb = lie(zipSync({ ...parts, 'word/document.xml': xml }), xml.length, 500);
    expect(await read(docx, bomb)).toMatchObject({ failure: 'damaged' });
  });

  it.each([
    ['a text', strToU8('Обычный текст')],
    ['another kind of zip', zipSync({ 'xl/workbook.xml': strToU8('<workbook/>') })],
    ['a file of Word before 2007', new Uint8Array(Buffer.from('D0CF11E0A1B11AE1'.padEnd(2048, '0'), 'hex'))],
    ['nothing', new Uint8Array(1)],
  ])('is of the wrong type when it is %s', async (_, bytes) => {
    expect(await read(docx, bytes)).toMatchObject({ failure: 'wrong-type' });
  });

  it('is encrypted when it has a password', async () => {
    const parts = [Buffer.from('D0CF11E0A1B11AE1', 'hex'), Buffer.alloc(1024), Buffer.from('EncryptedPackage', 'utf16le')];
    expect(await read(docx, new Uint8Array(Buffer.concat(parts)))).toMatchObject({ failure: 'encrypted' });
  });

  it.each([
    ['an external entity', '<!DOCTYPE w:document [<!ENTITY e SYSTEM "file:///etc/passwd">]>'],
    ['entities that grow', '<!DOCTYPE w:document [<!ENTITY a "words"><!ENTITY e "&a;&a;&a;&a;&a;&a;&a;&a;">]>'],
  ])('is damaged when it declares %s', async (_, declaration) => {
    const bytes = await buildDocx('words');
    const xml = new TextDecoder().decode(unzipSync(bytes)['word/document.xml']);
    const declaring = xml.replace(/(<\?xml.*?\?>)?/, `$1${declaration}`).replace('words', '&e;');
    const file = await repack(bytes, { 'word/document.xml': strToU8(declaring) });
    expect(await read(docx, file)).toMatchObject({ failure: 'damaged', reason: expect.stringContaining('type declaration') });
  });

  it('is damaged when its end is missing or its text is no XML', async () => {
    const bytes = await buildDocx('words');
    expect(await read(docx, bytes.slice(0, bytes.length / 2))).toMatchObject({ failure: 'damaged' });
    const broken = await repack(bytes, { 'word/document.xml': strToU8('<w:document><w:body>') });
    expect(await read(docx, broken)).toMatchObject({ failure: 'damaged' });
  });

  it('has no text when its paragraphs are empty', async () => {
    expect(await read(docx, await buildDocx('', ' — '))).toMatchObject({ failure: 'no-text' });
  });
});

describe('PDF', () => {
  it('gives the text of its pages', async () => {
    const bytes = await buildPdf(['Основы TypeScript', 'Вторая страница']);
    expect(await read('application/pdf', bytes)).toEqual({
      text: 'Основы TypeScript\n\nВторая страница',
      cut: false,
      warnings: [],
    });
  });

  it('is read until there is enough of it, and says so', async () => {
    const extraction = await read('application/pdf', await buildPdf(Array.from({ length: 120 }, () => 'слово '.repeat(600))));
    expect(extraction).toEqual({ text: expect.stringMatching(/^(слово\s+){60000}/), cut: true, warnings: [] });
  });

  it('is encrypted when it has a password', async () => {
    const bytes = await buildPdf(['Тайна'], { userPassword: 'secret' });
    expect(await read('application/pdf', bytes)).toMatchObject({ failure: 'encrypted' });
  });

  it('gives what is filled in', async () => {
    const pdf = new PDFDocument();
    pdf.font('Helvetica').text('Subject:').initForm();
    pdf.formText('subject', 50, 50, 100, 20, { value: 'Physics' });
    pdf.formCombo('form', 50, 80, 100, 20, { select: ['full-time', 'part-time'], value: 'part-time' });
    pdf.formCheckbox('agreed', 50, 110, 20, 20);
    expect(await read('application/pdf', await toBytes(pdf))).toMatchObject({ text: 'Subject:\nPhysics\npart-time' });
  });

  it('says that there are pages without text', async () => {
    const extraction = await read('application/pdf', await buildPdf(['words', '']));
    expect(extraction).toEqual({ text: 'words', cut: false, warnings: ['pages-without-text'] });
  });

  it('has no text when it is a scan', async () => {
    expect(await read('application/pdf', await buildPdf(['']))).toMatchObject({ failure: 'no-text' });
  });

  it('is too large when it has too many pages', async () => {
    const bytes = await buildPdf(Array.from({ length: 1_001 }, () => 'x'));
    expect(await read('application/pdf', bytes)).toMatchObject({ failure: 'too-large' });
  });

  it('is damaged when most of it is missing', async () => {
    const bytes = await buildPdf(['words']);
    expect(await read('application/pdf', bytes.slice(0, 100))).toMatchObject({ failure: 'damaged' });
  });

  it('is of the wrong type when it is none', async () => {
    expect(await read('application/pdf', await buildDocx('words'))).toMatchObject({ failure: 'wrong-type' });
  });
});

describe('text', () => {
  const text = 'Съешь ещё этих «мягких» булок — №5';
  const cp1251 = Uint8Array.from(text, (letter) => {
    const other: Readonly<Record<string, number>> = { ё: 0xb8, '«': 0xab, '»': 0xbb, '—': 0x97, '№': 0xb9 };
    const code = letter.codePointAt(0) ?? 0;
    return other[letter] ?? (code >= 0x410 ? code - 0x410 + 0xc0 : code);
  });
  const bigEndian = Buffer.from(`\uFEFF${text}`, 'utf16le').swap16();

  it.each([
    ['UTF-8', strToU8(text)],
    ['UTF-8 with a mark', strToU8(`\uFEFF${text}`)],
    ['UTF-8 that was cut in a letter', strToU8(`${text}я`).subarray(0, -1)],
    ['UTF-16 LE with a mark', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16 BE with a mark', bigEndian],
  ])('is read in %s', async (_, bytes) => {
    expect(await read('text/plain', new Uint8Array(bytes))).toEqual({ text, cut: false, warnings: [] });
  });

  it('says that its encoding was guessed', async () => {
    expect(await read('text/plain', cp1251)).toEqual({ text, cut: false, warnings: ['guessed-encoding'] });
  });

  it('is of an unknown encoding when that cannot be guessed', async () => {
    const bytes = Buffer.from('Où est le théâtre ? Là-bas, près du café.', 'latin1');
    expect(await read('text/plain', new Uint8Array(bytes))).toMatchObject({ failure: 'unknown-encoding' });
  });

  it('keeps its lines, without control characters', async () => {
    const bytes = strToU8('# Тема\r\n\r\n\r\n\r\nодин\u0001\u001B\tдва  \rтри');
    expect(await read('text/markdown', bytes)).toEqual({ text: '# Тема\n\nодин\tдва\nтри', cut: false, warnings: [] });
  });

  it('is cut between letters, and says so', async () => {
    const extraction = await read('text/plain', strToU8(`a${'😀'.repeat(300_000)}`));
    expect(extraction).toEqual({ text: `a${'😀'.repeat(199_999)}`, cut: true, warnings: [] });
  });

  it.each([
    ['a picture', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d])],
    ['a PDF', strToU8('%PDF-1.7\n%words')],
  ])('is of the wrong type when it is %s', async (_, bytes) => {
    expect(await read('text/plain', bytes)).toMatchObject({ failure: 'wrong-type' });
  });

  it('has no text when it is only marks', async () => {
    expect(await read('text/plain', strToU8(' \n…\n--- '))).toMatchObject({ failure: 'no-text' });
  });
});

describe('an extractor', () => {
  const order = createRequest('text/plain', strToU8('words'));

  it('reads several files at a time', async () => {
    const orders = ['one', 'two'].map((word) => createRequest('text/plain', strToU8(word)));
    const extractions = await Promise.all(orders.map((each) => extract(each, never())));
    expect(extractions).toMatchObject([{ text: 'one' }, { text: 'two' }]);
  });

  it('gives up a file that takes too long, and goes on with the next', async () => {
    const hasty = createExtractor({ timeMs: 1 });
    const [one, other] = await Promise.all([hasty(order, never()), hasty(order, never())]);
    expect([one, other]).toMatchObject([{ failure: 'too-slow' }, { failure: 'too-slow' }]);
  });

  it('gives up a file that needs too much memory', async () => {
    const poor = createExtractor({ memoryMb: 150 });
    const bytes = strToU8('слово\n'.repeat(1_500_000));
    expect(await poor(createRequest('text/plain', bytes), never())).toMatchObject({ failure: 'too-large' });
  });

  it('gives up a file that becomes too large outside of the heap', async () => {
    const content = deflateSync(Buffer.alloc(200_000_000, ' '));
    const bytes = Buffer.concat([
      Buffer.from(`%PDF-1.4
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R>> endobj
4 0 obj <</Length ${content.length} /Filter /FlateDecode>> stream
`),
      content,
      Buffer.from('\nendstream endobj\ntrailer <</Root 1 0 R>>\n'),
    ]);
    const poor = createExtractor({ memoryMb: 200 });
    const extraction = await poor(createRequest('application/pdf', new Uint8Array(bytes)), never());
    expect(extraction).toEqual({ failure: 'too-large', reason: expect.stringContaining('memory') });
  });

  it('stops when it is told to, and goes on with the next', async () => {
    const stopping = new AbortController();
    const stopped = extract(order, stopping.signal);
    stopping.abort(new Error('stopping'));
    await expect(stopped).rejects.toThrow('stopping');
    expect(await extract(order, never())).toEqual({ text: 'words', cut: false, warnings: [] });
  });
});
