import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import QRCode from 'qrcode';
import type { Certificate } from './certificate.ts';
import { printCertificate } from './print-certificate.ts';

const certificate: Certificate = {
  locale: 'ru',
  titleLines: ['СЕРТИФИКАТ', 'о прохождении курса'],
  schoolName: 'Школа программирования «Вектор»',
  learnerName: 'Константинопольская Ольга Владимировна',
  courseTitle: 'Основы тестирования: от требований к автоматическим проверкам',
  hours: 72,
  score: 92.5,
  issuedOn: '2026-11-30',
  number: 'ABCD-EFGH-JKLM',
  revision: 1,
  signer: { name: 'И. П. Сидоров', position: 'Директор школы' },
  verifyUrl: 'https://school.example/verify/ABCD-EFGH-JKLM?a=(1)',
  accentColor: '#1f4e8c',
};

/** What a program of poppler makes of a file. */
function read(program: 'pdfinfo' | 'pdftotext' | 'pdffonts' | 'pdftoppm', pdf: Buffer, ...parameters: string[]): Buffer {
  const { status, stdout, stderr } = spawnSync(program, parameters, { input: pdf, maxBuffer: 50_000_000 });
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
  return stdout;
}

const readText = (pdf: Buffer) => `${read('pdftotext', pdf, '-layout', '-', '-')}`.replaceAll(/\s+/g, ' ');
const countPages = (pdf: Buffer) => Number(/Pages:\s+(\d+)/.exec(`${read('pdfinfo', pdf, '-')}`)?.[1]);

/** Points that words reach beyond the inner line of the frame. */
function measureOverflow(pdf: Buffer): number {
  const words = `${read('pdftotext', pdf, '-bbox', '-', '-')}`.matchAll(/xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)"/g);
  const beyond = Array.from(words, ([, ...edges]) => {
    const [left = 0, top = 0, right = 0, bottom = 0] = edges.map(Number);
    return Math.max(30 - left, 30 - top, right - (841.89 - 30), bottom - (595.28 - 30));
  });
  return beyond.reduce((max, value) => Math.max(max, value), 0);
}

it('says whose it is, what for and where it can be checked', async () => {
  const text = readText(await printCertificate(certificate));
  for (const words of [
    'Школа программирования «Вектор»',
    'СЕРТИФИКАТ',
    'о прохождении курса',
    'Константинопольская Ольга Владимировна',
    'Основы тестирования: от требований к автоматическим проверкам',
    '72 академических часа · результат 92,5 %',
    '30 ноября 2026 г.',
    'ABCD-EFGH-JKLM',
    'И. П. Сидоров',
    'Директор школы',
    'Проверить подлинность: https://school.example/verify/ABCD-EFGH-JKLM?a=(1)',
  ])
    expect(text).toContain(words);
  expect(text).not.toContain('редакция');
});

it('speaks English, names a later revision and leaves out what is not known', async () => {
  const text = readText(await printCertificate({ ...certificate, locale: 'en', hours: null, score: null, revision: 2 }));
  expect(text).toContain('30 November 2026');
  expect(text).toContain('Certificate number, revision 2');
  expect(text).not.toMatch(/academic|score/);
});

it('is a page of A4 on its side with its title and language', async () => {
  const pdf = await printCertificate(certificate);
  const info = `${read('pdfinfo', pdf, '-')}`;
  expect(info).toMatch(/Page size:\s+841\.89 x 595\.28 pts \(A4\)/);
  expect(info).toMatch(/Title:\s+СЕРТИФИКАТ · Константинопольская/);
  expect(countPages(pdf)).toBe(1);
  expect(pdf.toString('latin1')).toContain('/Lang (ru-RU)');
});

it('has its letters in it, each with its meaning', async () => {
  const [, , ...fonts] = `${read('pdffonts', await printCertificate(certificate), '-')}`.trimEnd().split('\n');
  expect(fonts).toHaveLength(3);
  for (const font of fonts) expect(font).toMatch(/^[A-Z]{6}\+Tinos\S*\s+CID TrueType\s+Identity-H\s+yes yes yes /);
});

it('leads to its address from the code and from the text', async () => {
  const pdf = await printCertificate(certificate);
  const links = pdf.toString('latin1').match(/\/URI \(.*\)/g);
  expect(links).toEqual(Array(2).fill('/URI (https://school.example/verify/ABCD-EFGH-JKLM?a=\\(1\\))'));
});

it('shows its address as a QR code within four white modules', async () => {
  const { modules } = QRCode.create(certificate.verifyUrl, { errorCorrectionLevel: 'M' });
  const scale = 4;
  const picture = read('pdftoppm', await printCertificate(certificate), '-gray', '-r', `${72 * scale}`, '-');
  const [head = '', width = 0] = /^P5\s+(\d+)\s+\d+\s+255\s/.exec(picture.toString('latin1', 0, 40)) ?? [];
  const unit = 98 / (modules.size + 8);
  const isDark = (row: number, column: number) => {
    const x = Math.floor((661.89 + (column + 4.5) * unit) * scale);
    const y = Math.floor((428 + (row + 4.5) * unit) * scale);
    return (picture[head.length + y * Number(width) + x] ?? 0) < 128;
  };
  const steps = Array.from({ length: modules.size + 8 }, (_, index) => index - 4);
  const isCode = (row: number, column: number) =>
    Math.min(row, column) >= 0 && Math.max(row, column) < modules.size && Boolean(modules.get(row, column));
  expect(steps.map((row) => steps.map((column) => isDark(row, column)))).toEqual(
    steps.map((row) => steps.map((column) => isCode(row, column))),
  );
});

it('has the same bytes for the same certificate', async () => {
  const first = await printCertificate(certificate);
  expect((await printCertificate({ ...certificate })).equals(first)).toBe(true);
  expect((await printCertificate({ ...certificate, revision: 2 })).equals(first)).toBe(false);
});

it.each([
  ['an emoji', '👩‍💻 Ольга', '� Ольга'],
  ['another script', '你好 Ольга', '�� Ольга'],
  ['half a pair', 'Ольга \ud83d', 'Ольга �'],
  ['controls', 'Оль\u0000га\nИва\u202eнова', 'Оль га Иванова'],
])('shows a mark for each character that the font lacks: %s', async (_, learnerName, shown) => {
  expect(readText(await printCertificate({ ...certificate, learnerName }))).toContain(` ${shown} `);
});

it.each([
  ['a word without end', 'Щ'.repeat(300)],
  ['wide letters', 'W'.repeat(300)],
  ['short words', 'я '.repeat(150)],
  ['marks on marks', `Ё${'\u0301\u0308'.repeat(149)}`],
  ['marks on many letters', 'Ё\u0301\u0308\u0301\u0308'.repeat(60)],
  ['more than is printed', 'Название '.repeat(100_000)],
])('keeps all texts within the frame of one page: %s', async (_, text) => {
  const pdf = await printCertificate({ ...fill(() => text), titleLines: [text, text, text] });
  expect(countPages(pdf)).toBe(1);
  expect(measureOverflow(pdf)).toBe(0);
});

it('keeps whatever people write within the frame of one page', async () => {
  const unit = fc.oneof(
    fc.constantFrom('W', 'Щ', ' ', 'и', '\u0301', '﷽', '-', '\u00a0'),
    fc.string({ unit: 'grapheme', maxLength: 1 }),
  );
  const text = fc.array(unit, { maxLength: 300, size: 'max' }).map((units) => units.join('').slice(0, 300));
  await fc.assert(
    fc.asyncProperty(fc.array(text, { minLength: 8, maxLength: 8 }), async (texts) => {
      const pdf = await printCertificate(fill((index) => texts[index] ?? ''));
      expect(countPages(pdf)).toBe(1);
      expect(measureOverflow(pdf)).toBe(0);
    }),
    { numRuns: 15 },
  );
});

it('prints a certificate that says next to nothing', async () => {
  const pdf = await printCertificate({ ...fill(() => ''), titleLines: [], hours: null, score: null });
  expect(countPages(pdf)).toBe(1);
});

function fill(choose: (index: number) => string): Certificate {
  return {
    ...certificate,
    titleLines: [choose(0), choose(1)],
    schoolName: choose(2),
    learnerName: choose(3),
    courseTitle: choose(4),
    number: choose(5),
    signer: { name: choose(6), position: choose(7) },
    verifyUrl: `https://school.example/${'a'.repeat(277)}`,
  };
}
