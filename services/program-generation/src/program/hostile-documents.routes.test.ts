import { patchDocument } from '@lyceum/contracts/program-generation/editing';
import type { PatchOperation } from '@lyceum/contracts/program-generation/finding';
import { getProgram, type Program } from '@lyceum/contracts/program-generation/program';
import { asUser } from '@lyceum/testing/actors';
import { buildReadyProgram } from '../../test/factories.ts';
import { service } from '../../test/program-generation-service.ts';

const owner = asUser();
let program: Program;

beforeAll(async () => {
  program = await buildReadyProgram(service, owner);
});

/** A title of the greatest length the contract allows, no two alike. */
const createTitle = (letters: (at: number) => string) => (number: number) =>
  Array.from({ length: 300 }, (_, at) => letters(number * 300 + at))
    .join('')
    .slice(0, 300);
const han = (at: number) => String.fromCodePoint(0x4e00 + ((at * 7919) % 20_000));
const latin = (at: number) => ((at * 7919) % 46_656).toString(36);

const titles: Readonly<Record<string, (number: number) => string>> = {
  'Chinese without a space': createTitle(han),
  'Chinese joined by hyphens': createTitle((at) => (at % 75 === 74 ? '-' : han(at * 31 + (at >> 8)))),
  'Chinese words of one letter': createTitle((at) => `${han(at)} `),
  'rare Chinese of four bytes': createTitle((at) => `${String.fromCodePoint(0x20_000 + (at % 40_000))} `),
  'Cyrillic words of two letters': createTitle((at) => `${String.fromCodePoint(0x430 + (at % 32), 0x430 + ((at * 31) % 32))} `),
  'words joined by hyphens': createTitle((at) => `${latin(at)}-`),
  'pairs joined by hyphens': createTitle((at) => `${latin(at)}-${latin(at + 1)} `),
  addresses: createTitle((at) => `${latin(at)}.ru/${latin(at * 3)} `),
  'mail addresses': createTitle((at) => `${latin(at)}@${latin(at * 3)}.ru `),
  'paths and numbers': createTitle((at) => `/${latin(at)}/${latin(at * 3)} ${at}.${at % 7}e${at % 9} `),
  'letters that grow when made small': createTitle((at) => `İ${latin(at)} `),
  emoji: createTitle((at) => `${String.fromCodePoint(0x1f300 + (at % 700))} `),
  'marks upon marks': createTitle((at) => `a${String.fromCodePoint(0x316 + (at % 4)).repeat(3)}${latin(at)} `),
  'markup and quotes': createTitle((at) => `<b>"${latin(at)}'&amp;\\`),
};

/** 1,500 topics in 30 modules. A body has a megabyte, so they come in three parts. */
async function replaceTopics(make: (number: number) => string): Promise<void> {
  const params = { programId: program.id };
  const [module] = program.document?.modules ?? [];
  const [topic] = module?.topics ?? [];
  if (!module || !topic) throw new Error('a programme has topics');
  const build = (index: number) => ({
    ...module,
    id: `m${index}`,
    title: make(index),
    topics: Array.from({ length: 50 }, (_, at) => ({
      ...topic,
      id: `m${index}t${at}`,
      title: make(index * 50 + at),
      content: [],
      practice: [],
      selfStudy: [],
    })),
  });
  for (const part of [0, 1, 2]) {
    const modules = Array.from({ length: 10 }, (_, index) => build(part * 10 + index));
    const operations: PatchOperation[] =
      part === 0
        ? [{ op: 'replace', path: '/modules', value: modules }]
        : modules.map((value) => ({ op: 'add', path: '/modules/-', value }));
    const { status, body } = await service.call(patchDocument, { as: owner, params, body: { operations } });
    expect([status, body.code]).toEqual([200, undefined]);
  }
}

describe('a document of legal size', () => {
  it.each(Object.entries(titles))('with long titles of %s is kept', async (_, make) => {
    await replaceTopics(make);
  });

  it.each([
    ['half a pair of UTF-16', 'https://example.org/\ud800'],
    ['the other half', 'https://example.org/\udc00\ud800'],
    ['a character that no text of PostgreSQL holds', 'https://example.org/\u0000'],
  ])('is refused when the address of a source has %s', async (_, url) => {
    const { body: current } = await service.call(getProgram, { as: owner, params: { programId: program.id } });
    const source = { ...current.document.sources[0], id: 'hostile', type: 'web', url, accessed: '2026-01-01' };
    const { status, body } = await service.call(patchDocument, {
      as: owner,
      params: { programId: program.id },
      body: { operations: [{ op: 'add', path: '/sources/-', value: source }] },
    });
    expect([status, body.code]).toEqual([422, 'program.patch_failed']);
  });
});
