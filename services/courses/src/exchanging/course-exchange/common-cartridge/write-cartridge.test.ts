import { XMLValidator } from 'fast-xml-parser';
import { readCourse, toLines } from '../../../../test/build-cartridge.ts';
import { parseXml } from '../../question-exchange/xml/parse-xml.ts';
import { findWithin, type XmlElement } from '../../question-exchange/xml/xml-element.ts';
import { courseTree } from '../../tree/course-tree.ts';
import { writeCartridge } from './write-cartridge.ts';

const id = (number: number) => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;

const lesson = (number: number, title: string, content: object, rest: object = {}) => ({
  id: id(number),
  title,
  content,
  required: true,
  opening: { opens: 'at-once' },
  completion: { rule: 'opened', seconds: 0 },
  programTopic: null,
  ...rest,
});

const single = (title: string, ...percents: number[]) => ({
  title,
  prompt: 'Что?',
  answering: { type: 'single', options: percents.map((percent, index) => ({ text: `Ответ ${index}`, percent })) },
});
const typed = (title: string, ...accepted: object[]) => ({ title, prompt: 'Что?', answering: { type: 'short-text', accepted } });

/** A course of everything that a cartridge cannot hold. */
const tree = courseTree.parse({
  card: { title: 'Курс <1>', language: 'ru', hours: 12, outcomes: [], category: null, prerequisites: [], level: 'advanced' },
  banks: [
    {
      id: id(1),
      title: 'Банк',
      questions: [
        single('Доли', 100, 50),
        { title: '', prompt: 'Порядок?', answering: { type: 'ordering', items: ['a', 'b'] } },
        {
          title: 'Пары',
          prompt: 'Пары?',
          answering: {
            type: 'matching',
            pairs: [
              { left: 'a', right: 'b' },
              { left: 'c', right: 'd' },
            ],
          },
        },
        {
          title: 'Число',
          prompt: 'Сколько?',
          answering: { type: 'number', accepted: [{ value: 1, tolerance: 0, percent: 100 }] },
        },
        {
          title: 'Два пропуска',
          prompt: '{{1}} и {{2}}',
          answering: { type: 'cloze', gaps: Array.from({ length: 2 }, () => typed('', { text: 'а', percent: 100 }).answering) },
        },
        {
          title: 'Пропуск',
          prompt: 'Это {{1}}!',
          answering: { type: 'cloze', gaps: [typed('', { text: 'а', percent: 100 }).answering] },
        },
        typed('Образец', { text: 'а*б', percent: 100 }),
        typed('Образцы', { text: 'а*б', percent: 100 }, { text: 'в', percent: 100 }),
        { ...single('Метки', 100, 0), tags: ['а', 'б'] },
      ],
    },
    { id: id(2), title: 'Запас', questions: [single('Запасной', 100, 0)] },
    { id: id(3), title: 'Пустой', questions: [] },
  ],
  modules: [
    {
      title: 'Модуль',
      summary: 'О чём',
      lessons: [
        lesson(10, 'Текст', { type: 'text', blocks: [{ id: 'b', type: 'markdown', text: 'a' }] }),
        lesson(11, 'Видео', { type: 'video', url: 'https://example.org/v', durationSeconds: 5 }),
        lesson(19, 'Видео библиотеки', { type: 'video', videoId: id(40) }),
        lesson(12, 'Встреча', {
          type: 'meeting',
          url: 'https://example.org/m',
          startsAt: '2026-01-01T10:00:00Z',
          durationMinutes: 5,
        }),
        lesson(13, 'Ссылка', { type: 'link', url: 'https://example.org/"<&', description: 'Зачем' }),
        lesson(14, 'Файл', { type: 'file', courseFileId: id(30) }),
        lesson(15, 'Нет файла', { type: 'file', courseFileId: id(31) }),
        lesson(16, 'Тест', {
          type: 'quiz',
          description: 'Как',
          settings: { questions: [{ bankId: id(1), draw: 2 }], grading: 'latest' },
        }),
        lesson(17, 'Пустой тест', { type: 'quiz', settings: { questions: [] } }),
        lesson(
          18,
          'Работа',
          { type: 'assignment', description: 'Сделайте', takes: { files: 3 }, points: 5, peerReview: { reviews: 2 } },
          {
            completion: { rule: 'accepted' },
            opening: { opens: 'after', days: 3 },
            programTopic: { topicId: 't', hours: 1, outcomes: [] },
          },
        ),
      ],
    },
    { title: 'Пустой модуль', lessons: [] },
  ],
  gradebook: { categories: [], items: [{ lessonId: id(16), weight: 2 }], ungraded: 'zero' },
  files: [{ id: id(30), name: 'Лекция 1: начало.pdf', type: 'application/pdf', size: 5 }],
});
const shown = new Map([
  [id(10), [{ id: 'b', html: '<p>a</p>' }]],
  [id(18), [{ id: 'description', html: '<p>Сделайте</p>' }]],
]);
const written = writeCartridge(tree, shown);

function parse(text: string): XmlElement {
  const root = parseXml(text);
  if ('failure' in root) throw new Error(root.failure.en);
  return root;
}

const manifest = parse(written.texts.find(({ name }) => name === 'imsmanifest.xml')?.text ?? '');
const toValues = (elements: readonly XmlElement[], key: string) => elements.map(({ attributes }) => attributes.get(key));
const findAll = (root: XmlElement, name: string): XmlElement[] =>
  findWithin(root, () => true).flatMap((one) => [...(one.name === name ? [one] : []), ...findAll(one, name)]);

it('says once of each part what is lost and what is changed', () => {
  expect(toLines(written)).toEqual([
    'changed | Курс <1> | Of the card title, summary, description, language and tags are kept.',
    'changed | Курс <1> | Categories and weights of the gradebook are left out.',
    'changed | Банк: 1. Доли | An answer is right or wrong there: parts of the points and deductions are left out.',
    'lost | Банк: 2 | The standard has no questions about an order.',
    'lost | Банк: 3. Пары | The standard has no questions about pairs.',
    'lost | Банк: 4. Число | The standard has no questions about a number.',
    'lost | Банк: 5. Два пропуска | The standard has no texts with several gaps.',
    'changed | Банк: 6. Пропуск | The gap became a question of its own: a line stands in its place.',
    'lost | Банк: 7. Образец | An asterisk may stand only at both ends of an answer there, and no answer is left.',
    'changed | Банк: 8. Образцы | An asterisk may stand only at both ends of an answer there: answers with others are left out.',
    'changed | Банк: 9. Метки | Of the tags the first stays, as the category of the question.',
    'changed | Модуль | The summary of the module is left out.',
    'changed | Модуль / Текст | When the lesson opens, whether it is required and when it counts as finished is left out.',
    'changed | Модуль / Видео | The video became a link; its length, description and transcript are left out.',
    'changed | Модуль / Видео | When the lesson opens, whether it is required and when it counts as finished is left out.',
    'lost | Модуль / Видео библиотеки | The standard holds no video of the library: the lesson is left out.',
    'changed | Модуль / Встреча | The meeting became a link; its time and description are left out.',
    'changed | Модуль / Ссылка | The description is left out.',
    'lost | Модуль / Нет файла | The course lacks its file.',
    'changed | Модуль / Тест | The description is left out.',
    'changed | Модуль / Тест | The quiz draws no questions there: it asks all that it can draw.',
    'changed | Модуль / Тест | Of the settings of the quiz only the time in minutes, the number of attempts and what is shown afterwards are kept.',
    'changed | Модуль / Тест | When the lesson opens, whether it is required and when it counts as finished is left out.',
    'lost | Модуль / Пустой тест | None of its questions can be held by the standard.',
    'changed | Модуль / Работа | Criteria, deadline, number of files and number of submissions are left out.',
    'changed | Модуль / Работа | The peer review is left out.',
    'changed | Модуль / Работа | When the lesson opens, whether it is required and when it counts as finished is left out.',
    'changed | Модуль / Работа | The topic of the programme is left out.',
    'changed | Запас | The standard has one bank without a name: the questions of no quiz stand in it together.',
    'lost | Пустой | None of its questions can be held by the standard.',
  ]);
});

it('writes well-formed documents', () => {
  for (const { name, text } of written.texts) {
    expect([name, XMLValidator.validate(text.replace('<!DOCTYPE html>\n', ''))]).toEqual([name, true]);
  }
});

it('names each part once, and refers only to what is there', () => {
  const resources = findAll(manifest, 'resource');
  const items = findAll(manifest, 'item');
  const identifiers = toValues([manifest, ...findAll(manifest, 'organization'), ...items, ...resources], 'identifier');
  expect(new Set(identifiers).size).toBe(identifiers.length);
  const names = new Set([...written.texts.map(({ name }) => name), ...written.files.values()]);
  const hrefs = toValues(findAll(manifest, 'file'), 'href').map((href) => decodeURIComponent(href ?? ''));
  expect(hrefs.filter((href) => !names.has(href))).toEqual([]);
  expect([...names].filter((name) => name !== 'imsmanifest.xml' && !hrefs.includes(name))).toEqual([]);
  const references = toValues(items, 'identifierref').filter((reference) => reference !== undefined);
  expect(references.filter((reference) => !toValues(resources, 'identifier').includes(reference))).toEqual([]);
  expect([...written.files]).toEqual([[id(30), 'files/1/Лекция 1_ начало.pdf']]);
});

it('names the versions and the kinds of the standard', () => {
  const kinds = toValues(findAll(manifest, 'resource'), 'type');
  expect(new Set(kinds)).toEqual(
    new Set([
      'webcontent',
      'imswl_xmlv1p3',
      'imsqti_xmlv1p2/imscc_xmlv1p3/assessment',
      'imsqti_xmlv1p2/imscc_xmlv1p3/question-bank',
      'assignment_xmlv1p0',
    ]),
  );
  expect(written.texts[0]?.text).toContain('<schemaversion>1.3.0</schemaversion>');
  expect(written.texts[0]?.text).toContain('xmlns="http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1"');
  expect(written.texts[0]?.text).toContain('<lomimscc:string language="ru">Курс &lt;1&gt;</lomimscc:string>');
});

it('writes what can be read again, with an empty module', () => {
  const read = readCourse(
    Object.fromEntries([...written.texts.map(({ name, text }) => [name, text]), ['files/1/Лекция 1_ начало.pdf', '']]),
  );
  expect(read.tree.modules.map(({ title, lessons }) => [title, lessons.map(({ title: name }) => name)])).toEqual([
    ['Модуль', ['Текст', 'Видео', 'Встреча', 'Ссылка', 'Файл', 'Тест', 'Работа']],
    ['Пустой модуль', []],
  ]);
  expect(read.tree.banks.map(({ title, questions }) => [title, questions.length])).toEqual([
    ['Тест', 4],
    ['Банк вопросов', 1],
  ]);
  expect(toLines(read)).toEqual([]);
});

it('is written the same for the same course', () => {
  expect(writeCartridge(tree, shown)).toEqual(written);
});
