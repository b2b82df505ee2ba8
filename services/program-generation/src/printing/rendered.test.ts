import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { buildDocument, buildLetterhead, fillTexts, hostileTexts } from '../../test/documents.ts';
import { env } from '../config.ts';
import type { LayoutProfileName } from './layout-profiles.ts';
import { type RenderRequest, render } from './render.ts';
import { programTree } from './tree/program-tree.ts';
import { loadFonts } from './typeset/fonts.ts';

/** Points: the text of a page by its left and right margin, and the middle between them. */
const columns: Readonly<Record<LayoutProfileName, { left: number; right: number; middle: number }>> = {
  'gost-7.32': { left: 85.04, right: 552.76, middle: 318.9 },
  'gost-7.0.97': { left: 85.04, right: 566.93, middle: 325.98 },
};
/** The upper and the lower margin: 20 mm of 297. */
const top = 56.69;
const bottom = 785.2;

const retraining = { kind: 'professional-retraining', hours: 500, modules: 12, topicsPerModule: 5 } as const;
const date = new Date('2026-11-21T10:20:30.000Z');
const programs: Readonly<Record<string, Omit<RenderRequest, 'format'>>> = {
  'ru-72': { document: buildDocument(), letterhead: buildLetterhead(), date, profile: 'gost-7.32' },
  'ru-500': { document: buildDocument(retraining), letterhead: null, date, profile: 'gost-7.0.97' },
  'en-72': { document: buildDocument({ language: 'en' }), letterhead: buildLetterhead('en'), date, profile: 'gost-7.0.97' },
  'en-500': { document: buildDocument({ ...retraining, language: 'en' }), letterhead: null, date, profile: 'gost-7.32' },
};
const hostile: Omit<RenderRequest, 'format'> = {
  document: fillTexts(buildDocument({ modules: 2 }), hostileTexts),
  letterhead: fillTexts(buildLetterhead(), hostileTexts),
  date,
  profile: 'gost-7.32',
};

let folder: string;
let environment: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lyceum-rendered-'));
  // The same letters wherever the test runs: of Tinos, which are as wide as those of Times New Roman.
  const fontsFolder = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/tinos/package.json'));
  const fontsFile = join(folder, 'fonts.conf');
  await writeFile(
    fontsFile,
    `<fontconfig><dir>${fontsFolder}</dir><cachedir>${folder}/fonts</cachedir><alias binding="same"><family>Times New Roman</family>` +
      '<prefer><family>Tinos</family></prefer></alias></fontconfig>',
  );
  environment = { PATH: env['PATH'] ?? '', HOME: folder, FONTCONFIG_FILE: fontsFile };
  const fonts = loadFonts();
  for (const [name, order] of [...Object.entries(programs), ['hostile', hostile] as const]) {
    await writeFile(join(folder, `${name}.own.pdf`), (await render({ ...order, format: 'pdf' }, fonts)).bytes);
    await writeFile(join(folder, `${name}.docx`), (await render({ ...order, format: 'docx' }, fonts)).bytes);
  }
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

/** What a program prints; it and what it started are killed after two minutes. */
async function run(program: string, parameters: readonly string[]): Promise<string> {
  const child = spawn(program, parameters, { cwd: folder, env: environment, detached: true });
  const patience = AbortSignal.timeout(120_000);
  const kill = () => child.pid && process.kill(-child.pid, 'SIGKILL');
  patience.addEventListener('abort', kill);
  try {
    const [output, complaint, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    if (status !== 0) throw new Error(`${program} ended with ${status}: ${complaint}`);
    return output;
  } finally {
    patience.removeEventListener('abort', kill);
  }
}

interface Word {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly middle: number;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Words of a file, page by page, with their places in points. */
async function readPages(file: string): Promise<Word[][]> {
  const places = await run('pdftotext', ['-bbox', file, '-']);
  return places
    .split('<page ')
    .slice(1)
    .map((page) =>
      [...page.matchAll(/<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)<\/word>/g)].map(
        ([, left, above, right, below, word = '']) => ({
          text: word.replaceAll(/&(\w+);/g, (_, name: string) => entities[name] ?? ''),
          left: Number(left),
          right: Number(right),
          middle: (Number(above) + Number(below)) / 2,
        }),
      ),
    );
}

const isInMargin = ({ middle }: Word) => middle < top || middle > bottom;

/** Without the dots and spaces, which lead from the contents to their page numbers. */
const squash = (some: string) => some.replaceAll(/[.\s]+/g, ' ').trim();
const joinWords = (words: readonly Word[]) => squash(words.map((word) => word.text).join(' '));

function expectPages(pages: readonly Word[][], { document, letterhead, profile }: Omit<RenderRequest, 'format'>): void {
  const column = columns[profile];
  const bodies = pages.map((words) => words.filter((word) => !isInMargin(word)));

  // Numbers: one on every page but the first, in the middle of the side the profile says, nothing else in the margins.
  const side = profile === 'gost-7.0.97' ? 'top' : 'bottom';
  const margins = pages.map((words) =>
    words.filter(isInMargin).map((word) => {
      const centered = Math.abs((word.left + word.right) / 2 - column.middle) < 2;
      return `${word.text} ${word.middle < top ? 'top' : 'bottom'} ${centered}`;
    }),
  );
  expect(margins).toEqual(pages.map((_, index) => (index === 0 ? [] : [`${index + 1} ${side} true`])));

  // No page is empty, and nothing runs out of the text.
  expect(bodies.filter((words) => words.length === 0)).toEqual([]);
  expect(bodies.flat().filter(({ left, right }) => left < column.left - 1 || right > column.right + 1)).toEqual([]);

  // The contents name every heading with the page it is on; none ends a page.
  const headings = programTree({ document, letterhead, date }).elements.flatMap((element) =>
    element.type === 'heading' ? [squash(element.textOnPage)] : [],
  );
  const texts = bodies.map(joinWords);
  const contents = texts.slice(1).join(' ');
  let at = 0;
  const listed = headings.map((heading) => {
    const found = contents.indexOf(`${heading} `, at);
    expect(found).toBeGreaterThanOrEqual(at);
    const [number = ''] = /^\d+/.exec(contents.slice(found + heading.length + 1)) ?? [];
    at = found + heading.length + number.length + 1;
    return { heading, page: Number(number) };
  });
  const first = listed[0]?.page ?? 0;
  expect(first).toBeGreaterThanOrEqual(3);
  const actual = headings.map((heading) => ({
    heading,
    page: texts.findIndex((page, index) => index >= first - 1 && ` ${page} `.includes(` ${heading} `)) + 1,
  }));
  expect(listed).toEqual(actual);
  expect(texts.filter((page) => headings.some((heading) => page.endsWith(heading)))).toEqual([]);
}

describe('the .docx in LibreOffice', () => {
  beforeAll(async () => {
    const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile'))}`;
    const files = [...Object.keys(programs), 'hostile'].map((name) => `${name}.docx`);
    await run('soffice', [profile, '--headless', '--convert-to', 'pdf', '--outdir', folder, ...files]);
  }, 180_000);

  it.each(Object.entries(programs))(
    'has contents that are right, numbered pages and text within margins: %s',
    async (name, order) => {
      expectPages(await readPages(`${name}.pdf`), order);
    },
  );

  it('opens whatever people wrote', async () => {
    expect((await readPages('hostile.pdf')).length).toBeGreaterThan(5);
  });
});

describe('our PDF', () => {
  it.each(Object.entries(programs))(
    'has contents that are right, numbered pages and text within margins: %s',
    async (name, order) => {
      expectPages(await readPages(`${name}.own.pdf`), order);
    },
  );

  it.each(Object.entries(programs))('has A4 pages and names its title and language: %s', async (name, { document }) => {
    const lines = (await run('pdfinfo', [`${name}.own.pdf`])).split('\n').map((line) => line.split(/:\s+/, 2));
    const facts = Object.fromEntries(lines);
    expect(facts).toMatchObject({
      Title: document.title,
      Author: 'Lyceum',
      'Page size': expect.stringMatching(/^595\.\d+ x 841\.\d+ pts \(A4\)/),
    });
    expect(facts).toMatchObject({ JavaScript: 'no', Encrypted: 'no', Form: 'none' });
    const bytes = await readFile(join(folder, `${name}.own.pdf`), 'latin1');
    expect(bytes).toContain(`/Lang (${document.language === 'ru' ? 'ru-RU' : 'en-GB'})`);
  });

  it.each([...Object.keys(programs), 'hostile'])('holds the letters it uses, each of them with its meaning: %s', async (name) => {
    const [, , ...fonts] = (await run('pdffonts', [`${name}.own.pdf`])).trimEnd().split('\n');
    expect(fonts.length).toBeGreaterThanOrEqual(2);
    for (const font of fonts)
      expect(font).toMatch(/^[A-Z]{6}\+(Tinos|DejaVuSans|Unifont)\S*\s+CID TrueType\s+Identity-H\s+yes yes yes /);
  });

  it('prints every topic and question so that it can be searched for', async () => {
    const { document } = programs['ru-72'] ?? hostile;
    const printed = (await readPages('ru-72.own.pdf'))
      .map((words) => joinWords(words.filter((word) => !isInMargin(word))))
      .join(' ');
    for (const { title } of document.modules.flatMap(({ topics }) => topics)) expect(printed).toContain(squash(title));
    for (const { text: question } of document.questions) expect(printed).toContain(squash(question));
    expect(printed).toContain(squash(document.aim));
  });
});
