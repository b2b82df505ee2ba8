import { strToU8, zipSync } from 'fflate';
import PDFDocument from 'pdfkit';
import { extractText } from './extract-text.ts';

type Type = Parameters<typeof extractText>[0];

const docx: Type = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const word = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';

function buildDocx(body: string): Uint8Array {
  const document = `<w:document xmlns:w="${word}"><w:body>${body}</w:body></w:document>`;
  return zipSync({ 'word/document.xml': strToU8(document) }, { level: 1 });
}

async function buildPdf(words: string): Promise<Uint8Array> {
  const pdf = new PDFDocument({ compress: false });
  for (const line of words.match(/.{1,60}/g) ?? []) pdf.text(line, { lineBreak: false });
  pdf.end();
  const chunks: Uint8Array[] = [];
  for await (const chunk of pdf as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return new Uint8Array(Buffer.concat(chunks));
}

/** Bytes of a hostile file of about so many units. */
const hostile: readonly (readonly [string, Type, (units: number) => Uint8Array | Promise<Uint8Array>])[] = [
  ['combining marks', 'text/plain', (units) => strToU8(`a${'\u0301\u0316'.repeat(units)}`)],
  [
    'combining marks in DOCX',
    docx,
    (units) => buildDocx(`<w:p><w:r><w:t>a${'\u0301\u0316'.repeat(units / 2)}</w:t></w:r></w:p>`),
  ],
  ['runs of marks', 'text/markdown', (units) => strToU8(`a${'\u0316'.repeat(29)}`.repeat(units / 10))],
  ['empty lines', 'text/plain', (units) => strToU8(`a${' \n'.repeat(units)}b`)],
  ['spaces', 'text/markdown', (units) => strToU8(`a${' '.repeat(units * 4)}b`)],
  ['bytes of no encoding', 'text/plain', (units) => new Uint8Array(units * 2).fill(0xe0)],
  ['zero bytes', 'text/plain', (units) => new Uint8Array(units * 4)],
  ['fields that never end', docx, (units) => buildDocx('<w:fldChar w:fldCharType="begin"/>'.repeat(units / 20))],
  [
    'fields in fields',
    docx,
    (units) => buildDocx(`<w:fldChar w:fldCharType="begin"/><w:fldChar w:fldCharType="separate"/><w:t>a</w:t>`.repeat(units / 8)),
  ],
  ['alternatives', docx, (units) => buildDocx('<w:p><w:r><w:t>a</w:t></w:r></w:p>'.repeat(units / 20))],
  ['attributes', docx, (units) => buildDocx(`<w:p ${Array.from({ length: units / 20 }, (_, at) => `a${at}=""`).join(' ')}/>`)],
  ['references', docx, (units) => buildDocx(`<w:p><w:r><w:t>${'&#1103;'.repeat(units / 10)}</w:t></w:r></w:p>`)],
  ['text of a PDF', 'application/pdf', (units) => buildPdf('word '.repeat(units / 100))],
];

/** Milliseconds of processor time until the file is read or refused: the least of some tries. */
async function measureCost(type: Type, bytes: Uint8Array): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3; round += 1) {
    const before = process.cpuUsage();
    await extractText(type, Uint8Array.from(bytes)).catch(() => undefined);
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1_000);
  }
  return least;
}

it.each(hostile)('the cost of reading grows no faster than the file: %s', async (_, type, build) => {
  const units = 20_000;
  const [one, eight] = [await measureCost(type, await build(units)), await measureCost(type, await build(units * 8))];
  // Eight times the file at eight times the cost, and room for noise; what is quadratic takes 64 times.
  expect(eight / Math.max(one, 5)).toBeLessThan(24);
});
