import { questionContent } from '@lyceum/contracts/courses/question';
import fc from 'fast-check';
import { readCourse, toLines } from '../../../../test/build-cartridge.ts';
import { chooseRule } from '../../../authoring/content/completion-rules.ts';
import { showContent } from '../../../authoring/content/show-content.ts';
import { readWords } from '../../../learning/lesson-text/clean-html.ts';
import { renderMarkdown } from '../../../learning/lesson-text/render-markdown.ts';
import { type CourseTree, courseTree } from '../../tree/course-tree.ts';
import type { ContentDraft } from './lesson/lesson-draft.ts';
import { writeCartridge } from './write-cartridge.ts';

const id = (number: number) => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;

interface Parts {
  readonly card?: object;
  readonly banks?: readonly object[];
  readonly lessons: readonly { readonly id: string; readonly title: string; readonly content: ContentDraft }[];
  readonly files?: readonly object[];
}

function buildTree({ card, banks = [], lessons, files = [] }: Parts): CourseTree {
  const whole = lessons.map((lesson) => ({
    ...lesson,
    required: true,
    opening: { opens: 'at-once' },
    completion: chooseRule(lesson.content.type, undefined),
    programTopic: null,
  }));
  return courseTree.parse({
    card: { title: 'Типы', language: 'ru', hours: null, outcomes: [], category: null, prerequisites: [], ...card },
    banks,
    modules: [{ title: 'Модуль', lessons: whole }],
    gradebook: { categories: [], items: [], ungraded: 'ignored' },
    files,
  });
}

/** What a course is after it has been a cartridge, and what was said on both ways. */
async function pass(tree: CourseTree) {
  const lessons = tree.modules.flatMap((module) => module.lessons);
  const shown = await Promise.all(lessons.map(async (lesson) => [lesson.id, (await showContent(lesson.content)).shown] as const));
  const written = writeCartridge(tree, new Map(shown));
  const entries = Object.fromEntries([
    ...written.texts.map(({ name, text }) => [name, text]),
    ...[...written.files.values()].map((name) => [name, 'bytes']),
  ]);
  const read = readCourse(entries);
  return { tree: read.tree, lines: [...toLines(written), ...toLines(read)] };
}

const question = (rest: object) => questionContent.parse({ title: 'Вопрос', prompt: 'Что это?', ...rest });

it('brings a course back as it was, when a cartridge can hold all of it', async () => {
  const tree = buildTree({
    card: { summary: 'Кратко', description: 'Подробно: *как* и зачем', tags: ['типы', 'язык'] },
    banks: [
      {
        id: id(3),
        title: 'Проверка',
        questions: [
          question({
            feedback: 'Смотрите урок 1',
            points: 2.5,
            tags: ['типы'],
            answering: {
              type: 'single',
              options: [
                { text: 'Тип', percent: 100, feedback: 'Да' },
                { text: 'Не тип', percent: 0 },
              ],
            },
          }),
          question({
            answering: {
              type: 'multiple',
              options: [
                { text: 'Верно', percent: 100 },
                { text: 'Неверно', percent: -100, feedback: 'Нет' },
              ],
            },
          }),
          question({
            title: '',
            points: 0,
            answering: {
              type: 'short-text',
              caseSensitive: true,
              accepted: [
                { text: 'Москва', percent: 100, feedback: 'Точно' },
                { text: '*москов*', percent: 100 },
                { text: 'a\\*b', percent: 100 },
              ],
            },
          }),
        ],
      },
    ],
    lessons: [
      {
        id: id(2),
        title: 'Текст',
        content: { type: 'text', blocks: [{ id: 'part-1', type: 'html', html: '<h2>А</h2><p>Б &amp; <b>в</b></p>' }] },
      },
      {
        id: id(4),
        title: 'Проверка',
        content: {
          type: 'quiz',
          settings: { questions: [{ bankId: id(3), draw: null }], timeLimitSeconds: 600, maxAttempts: 3, review: 'key' },
        },
      },
      { id: id(5), title: 'Ссылка', content: { type: 'link', url: 'https://example.org/?a=1&b=2' } },
      { id: id(7), title: 'Файл', content: { type: 'file', courseFileId: id(6) } },
      { id: id(8), title: 'Тот же файл', content: { type: 'file', courseFileId: id(6) } },
      {
        id: id(9),
        title: 'Работа',
        content: { type: 'assignment', description: 'Напишите эссе', takes: { text: true, files: 10 }, points: 12 },
      },
    ],
    files: [{ id: id(6), name: 'Конспект № 1 (50%).pdf', type: 'application/pdf', size: 1 }],
  });
  const passed = await pass(tree);
  expect(passed.lines).toEqual([]);
  expect(renumber(passed.tree)).toEqual(renumber(tree));
});

/** The same course with its ids in order of their appearance. */
function renumber(tree: CourseTree): unknown {
  const ids = new Map<string, string>();
  return JSON.parse(
    JSON.stringify(tree).replace(/[0-9a-f]{8}-0000-7000-8000-[0-9a-f]{12}/g, (found) => {
      const known = ids.get(found) ?? id(ids.size + 1);
      ids.set(found, known);
      return known;
    }),
  );
}

const pieces = [
  ...[
    'a',
    'Б',
    ' ',
    '  ',
    '\n',
    '\n\n',
    '# ',
    '- ',
    '1. ',
    '*',
    '**',
    '_',
    '`',
    '<b>',
    '</b>',
    '<p>',
    '&',
    '&amp;',
    '&#35;',
    '"',
  ],
  ...["'", '<', '>', ']]>', '<![CDATA[', '$', '\\', '\\*', '[x](https://e.org)', '|', '~~', '{{1}}', '😀', '\u00a0'],
];
const anyText = fc
  .oneof(
    { weight: 3, arbitrary: fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 8 }).map((parts) => parts.join('')) },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }) },
  )
  .map((text) => text.normalize('NFC').trim())
  .filter((text) => text !== '' && !/[^\P{Cc}\n]|\p{M}|[\u{FFFE}\u{FFFF}]|\$.*\$/su.test(text) && toWords(text) !== '');
const anyLine = anyText
  .map((text) => text.replace(/\s+/g, ' ').trim())
  .filter((text) => text !== '' && !/(?<!\\)\*/.test(text) && !/\\(?!\*)/.test(text));

const toWords = (markdown: string) => readWords(renderMarkdown(markdown));

it('brings every question back with the words that people read', async () => {
  const anyQuestion = fc.record({ prompt: anyText, first: anyText, second: anyText, feedback: anyText, accepted: anyLine });
  await fc.assert(
    fc.asyncProperty(anyQuestion, async ({ prompt, first, second, feedback, accepted }) => {
      const options = [
        { text: first, percent: 100, feedback },
        { text: second, percent: 0 },
      ];
      const questions = [
        question({ prompt, feedback, answering: { type: 'single', options } }),
        question({ prompt, answering: { type: 'short-text', accepted: [{ text: accepted, percent: 100, feedback }] } }),
      ];
      const tree = buildTree({
        banks: [{ id: id(1), title: 'Тест', questions }],
        lessons: [
          { id: id(2), title: 'Тест', content: { type: 'quiz', settings: { questions: [{ bankId: id(1), draw: null }] } } },
        ],
      });
      const once = (await pass(tree)).tree.banks[0]?.questions ?? [];
      expect(once.map(({ prompt: text }) => toWords(text))).toEqual([toWords(prompt), toWords(prompt)]);
      expect(once[0]?.answering).toMatchObject({ options: [{ percent: 100 }, { percent: 0 }] });
      expect(JSON.stringify(once[1]?.answering)).toContain(JSON.stringify(accepted));
      const again = (await pass({ ...tree, banks: [{ id: id(1), title: 'Тест', questions: once }] })).tree.banks[0]?.questions;
      expect(again).toEqual(once);
    }),
    { numRuns: 50 },
  );
});

it('brings every text back with the words that people read', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyText, { minLength: 1, maxLength: 3 }), anyText, async (texts, description) => {
      const blocks = texts.map((text, index) => ({ id: `b${index}`, type: 'markdown' as const, text }));
      const lessons: Parts['lessons'] = [
        { id: id(1), title: 'Т', content: { type: 'text', blocks } },
        { id: id(2), title: 'Р', content: { type: 'assignment', description, takes: { text: true }, points: 5 } },
      ];
      const { tree } = await pass(buildTree({ lessons }));
      const [first, second] = tree.modules[0]?.lessons.map(({ content }) => content) ?? [];
      const html = first?.type === 'text' ? first.blocks.map((block) => (block.type === 'html' ? block.html : '')) : [];
      expect(readWords(html.join(' '))).toBe(texts.map(toWords).join(' '));
      expect(second?.type === 'assignment' && toWords(second.description)).toBe(toWords(description));
    }),
    { numRuns: 50 },
  );
});

it('brings pictures back where they stood, with what is said of them', async () => {
  const image = { type: 'image', courseFileId: id(9), alt: '“Дом” <1>', caption: 'Рис. 1 & 2' } as const;
  const words = { type: 'html', html: '<p>Слова.</p>' } as const;
  const blocks = [words, image, { ...image, alt: '', caption: '' }, words].map((block, index) => ({ id: `b${index}`, ...block }));
  const files = [{ id: id(9), name: 'дом №1.png', type: 'image/png', size: 1 }];
  const { tree, lines } = await pass(
    buildTree({ lessons: [{ id: id(1), title: 'Т', content: { type: 'text', blocks } }], files }),
  );
  const [lesson] = tree.modules[0]?.lessons ?? [];
  const [file] = tree.files;
  const { id: _old, ...wanted } = { ...image, id: '', courseFileId: file?.id };
  expect(lesson?.content).toMatchObject({ blocks: [words, wanted, { ...wanted, alt: '', caption: '' }, words] });
  expect(tree.files).toMatchObject([{ name: 'дом №1.png', type: 'image/png' }]);
  expect(lines).toEqual([]);
});

it('says what becomes of formulas and pictures', async () => {
  const lessons: Parts['lessons'] = [
    {
      id: id(1),
      title: 'Т',
      content: { type: 'text', blocks: [{ id: 'b', type: 'markdown', text: 'Пусть $x^2 < 1$ ![схема](a.png)' }] },
    },
  ];
  const { tree, lines } = await pass(buildTree({ lessons }));
  expect(tree.modules[0]?.lessons[0]?.content).toMatchObject({
    blocks: [{ html: '<p>Пусть <span>$x^2 &lt; 1$</span> [схема]</p>' }],
  });
  expect(lines).toEqual([
    'changed | Модуль / Т | Formulas stand in the text as their source in “TeX”.',
    'changed | Модуль / Т | Pictures are left out; their descriptions or names stand in their places.',
  ]);
});
