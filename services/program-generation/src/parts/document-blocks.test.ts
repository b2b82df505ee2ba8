import { block as blockName, type ProgramDocument, programDocument } from '@lyceum/contracts/program-generation/program-document';
import fc from 'fast-check';
import { anyProgramRequest, buildOutline, enrichDocument } from '../../test/factories.ts';
import { composeOutline } from '../writing/outline/compose-outline.ts';
import { blockSchemas } from './block-schemas.ts';
import { findBlock, listBlocks, replaceBlock } from './document-blocks.ts';

const document = enrichDocument(buildOutline());
const anyDocument = anyProgramRequest.map((request) => enrichDocument(composeOutline(request)));

function at(source: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], source); // a pointer leads through objects and arrays
}

describe('listBlocks', () => {
  it('lists the sections, modules with their topics, and questions in the order of the printed document', () => {
    expect(listBlocks(document).map(({ block }) => block)).toEqual([
      ...['title', 'aim', 'standards', 'competences', 'outcomes'],
      ...['module:m1', 'topic:m1t1', 'topic:m1t2', 'topic:m1t3', 'topic:m1t4'],
      ...['module:m2', 'topic:m2t1', 'topic:m2t2', 'topic:m2t3', 'topic:m2t4'],
      ...['final-assessment', 'calendar', 'conditions'],
      ...document.questions.map(({ id }) => `question:${id}`),
      'sources',
    ]);
  });

  it('holds every part of a document once, where its pointer says', () => {
    fc.assert(
      fc.property(anyDocument, (any) => {
        const blocks = listBlocks(any);
        const members = blocks.flatMap(({ pointer, value }) =>
          typeof value === 'string' || Array.isArray(value) ? [pointer] : Object.keys(value).map((key) => `${pointer}/${key}`),
        );
        expect(new Set(members).size).toBe(members.length);
        expect(members.map((pointer) => pointer.split('/')[1]).sort()).toEqual(expect.arrayContaining(Object.keys(any)));
        for (const { block, pointer, value } of blocks) {
          expect(blockName.safeParse(block).success).toBe(true);
          expect(at(any, pointer)).toEqual(
            typeof value === 'string' || Array.isArray(value) ? value : expect.objectContaining(value),
          );
        }
      }),
      { numRuns: 50 },
    );
  });

  it('names blocks in both languages by their place', () => {
    const titles = (locale: 'ru' | 'en') =>
      Object.fromEntries(listBlocks(document).map(({ block, title }) => [block, title(locale)]));
    expect(titles('ru')).toMatchObject({
      title: 'Титульный лист',
      'topic:m2t3': 'Тема 2.3 Тестирование',
      'question:q7': 'Вопрос 7',
      calendar: 'Календарный учебный график',
    });
    expect(titles('en')).toMatchObject({
      title: 'Title page',
      'topic:m2t3': 'Topic 2.3 Тестирование',
      'question:q7': 'Question 7',
      calendar: 'Calendar schedule',
    });
  });
});

describe('findBlock', () => {
  it('finds what is listed', () => {
    for (const { block, pointer, value } of listBlocks(document))
      expect(findBlock(document, block)).toMatchObject({ pointer, value });
  });

  it('keeps the topics out of their module', () => {
    expect(findBlock(document, 'module:m1')).toMatchObject({ pointer: '/modules/0', value: { id: 'm1' } });
    expect(findBlock(document, 'module:m1')?.value).not.toHaveProperty('topics');
  });

  it.each(['module:m9', 'topic:m1', 'question:m1t1', 'title:m1', 'modules', 'toString', 'module:', ''])(
    'finds no block %s',
    (block) => {
      expect(findBlock(document, block)).toBeUndefined();
    },
  );
});

describe('replaceBlock', () => {
  it('changes nothing when a block is replaced by itself', () => {
    fc.assert(
      fc.property(anyDocument, fc.nat(), (any, index) => {
        const blocks = listBlocks(any);
        const { block = '', value } = blocks[index % blocks.length] ?? {};
        expect(replaceBlock(any, block, value)).toEqual(any);
      }),
      { numRuns: 100 },
    );
  });

  it.each<[string, object | string, (changed: ProgramDocument) => unknown, unknown]>([
    ['title', { ...blockSchemas.title.strip().parse(document), title: 'Другая' }, ({ title }) => title, 'Другая'],
    ['aim', 'Другая цель', ({ aim }) => aim, 'Другая цель'],
    [
      'final-assessment',
      { finalAssessment: document.finalAssessment, passingPercent: 75 },
      ({ passingPercent }) => passingPercent,
      75,
    ],
    ['topic:m2t1', { ...document.modules[1]?.topics[0], title: 'Иная' }, ({ modules }) => modules[1]?.topics[0]?.title, 'Иная'],
    ['question:q1', { ...document.questions[0], text: 'Почему?' }, ({ questions }) => questions[0]?.text, 'Почему?'],
  ])('puts another value into %s and leaves all else as it was', (block, value, read, expected) => {
    const changed = replaceBlock(document, block, value);
    expect(read(changed)).toBe(expected);
    expect(programDocument.parse(changed)).toEqual(changed);
    const others = (of: ProgramDocument) => listBlocks(of).flatMap((listed) => (listed.block === block ? [] : [listed.value]));
    expect(others(changed)).toEqual(others(document));
  });

  it('keeps the id of a part and the topics of a module', () => {
    const value = { ...blockSchemas.module.strip().parse(document.modules[0]), id: 'm9', title: 'Иной' };
    const [module] = replaceBlock(document, 'module:m1', value).modules;
    expect(module).toEqual({ ...document.modules[0], title: 'Иной' });
  });

  it('refuses what does not fit the block', () => {
    expect(() => replaceBlock(document, 'aim', '')).toThrow(/too_small|Too small/);
    expect(() => replaceBlock(document, 'module:m1', document.modules[0])).toThrow(/topics/);
    expect(() => replaceBlock(document, 'title', { ...document.titleBlock })).toThrow(/title/);
  });

  it('refuses a block the document does not have', () => {
    expect(() => replaceBlock(document, 'topic:m9t9', document.modules[0]?.topics[0])).toThrow('there is no block topic:m9t9');
  });
});
