import type { Letterhead } from '@lyceum/contracts/program-generation/letterhead';
import {
  addHours,
  type Hours,
  type ProgramDocument,
  programDocument,
  totalHours,
} from '@lyceum/contracts/program-generation/program-document';
import fc from 'fast-check';
import { anyCharacter } from './any-character.ts';

interface DocumentShape {
  readonly language: 'ru' | 'en';
  readonly kind: ProgramDocument['kind'];
  readonly hours: number;
  readonly modules: number;
  readonly topicsPerModule: number;
  readonly questionsPerModule: number;
  readonly weeklyLimit: number;
}

const typicalShape: DocumentShape = {
  language: 'ru',
  kind: 'professional-development',
  hours: 72,
  modules: 4,
  topicsPerModule: 3,
  questionsPerModule: 5,
  weeklyLimit: 18,
};

/** A complete programme that agrees with itself: hours add up, every reference leads somewhere. */
export function buildDocument(shape: Partial<DocumentShape> = {}, overrides: Partial<ProgramDocument> = {}): ProgramDocument {
  const ordered = { ...typicalShape, ...shape };
  const words = prose[ordered.language];
  const finalHours = Math.max(1, Math.round(ordered.hours * 0.04));
  const outcomes = counted(ordered.modules * 2, (index) => ({
    id: `outcome-${index + 1}`,
    code: `${words.outcomeCode}${index + 1}`,
    text: words.outcome(index),
    competences: [`competence-${Math.floor(index / 2) + 1}`],
  }));
  const sources = counted(ordered.modules * 2 + 1, (index) => words.source(index));
  const modules = split(ordered.hours - finalHours, ordered.modules).map(
    (moduleHours, index): ProgramDocument['modules'][number] => {
      const topics = split(moduleHours, ordered.topicsPerModule).map((topicHours, at) => ({
        id: `topic-${index + 1}-${at + 1}`,
        title: words.topic(index * ordered.topicsPerModule + at),
        hours: byKind(topicHours, at === ordered.topicsPerModule - 1),
        content: counted(4, (paragraph) => words.text(index + at + paragraph)),
        practice: [words.text(at + 1), words.text(at + 3)],
        selfStudy: [words.text(at + 2)],
      }));
      return {
        id: `module-${index + 1}`,
        title: words.moduleTitle(index),
        summary: words.text(index),
        outcomes: [`outcome-${index * 2 + 1}`, `outcome-${index * 2 + 2}`],
        hours: addHours(topics.map(({ hours }) => hours)),
        topics,
        assessment: { form: words.forms[index % words.forms.length] ?? '', criteria: words.criteria },
        sources: [`source-${index * 2 + 1}`, `source-${index * 2 + 2}`],
      };
    },
  );
  const document: ProgramDocument = {
    language: ordered.language,
    title: words.title,
    kind: ordered.kind,
    audience: words.audience,
    level: 'intermediate',
    hours: ordered.hours,
    credits: ordered.hours % 36 === 0 ? ordered.hours / 36 : null,
    titleBlock: {
      organisation: words.organisation,
      place: words.place,
      approval: { position: words.position, name: words.name, date: '2026-11-20', number: '17' },
      qualification: ordered.kind === 'professional-retraining' ? words.qualification : '',
      studyForm: 'blended',
    },
    aim: words.text(5),
    standards: [{ id: 'standard-1', code: '06.001', title: words.standard }],
    competences: counted(ordered.modules, (index) => ({
      id: `competence-${index + 1}`,
      code: `${words.competenceCode}${index + 1}`,
      text: words.outcome(index + 3),
      origin: index % 2 === 0 ? 'existing' : 'new',
    })),
    outcomes,
    modules,
    finalAssessment: {
      form: words.finalForm,
      criteria: words.criteria,
      hours: finalHours,
      outcomes: outcomes.map(({ id }) => id),
    },
    calendar: createCalendar(modules, finalHours, ordered.weeklyLimit),
    conditions: {
      staff: [words.text(0), words.text(4)],
      facilities: [words.text(1)],
      methods: [words.text(2)],
      software: [words.text(3)],
    },
    passingPercent: 60,
    questions: [...modules.map(({ id }) => id), null].flatMap((module, index) =>
      counted(ordered.questionsPerModule, (at) => question(words, module, index, at, ordered.modules)),
    ),
    sources,
    notice: words.notice,
    ...overrides,
  };
  return programDocument.parse(document);
}

export function buildLetterhead(language: 'ru' | 'en' = 'ru', overrides: Partial<Letterhead> = {}): Letterhead {
  const words = prose[language];
  return {
    organisation: words.organisation,
    place: words.place,
    address: words.address,
    contacts: '+7 495 000-00-00, school@example.org, https://school.example.org',
    registration: words.registration,
    approver: { position: words.position, name: words.name },
    logo: redSquare,
    ...overrides,
  };
}

const textKeys = new Set(
  (
    'title organisation place position name number qualification audience aim text code summary content practice selfStudy form ' +
    'criteria staff facilities methods software options answer criterion authors publication extent notice address contacts ' +
    'registration'
  ).split(' '),
);

/** The same parts with other texts in all they hold text in, one after the other. The contract is not asked. */
export function fillTexts<T extends ProgramDocument | Letterhead>(value: T, texts: readonly string[]): T {
  let count = 0;
  const next = () => pick(texts, count++);
  return JSON.parse(JSON.stringify(value), (key, member: unknown) => {
    if (!textKeys.has(key) || member === '') return member;
    if (Array.isArray(member)) return member.map(next);
    return typeof member === 'string' ? next() : member;
  });
}

/** What means something to one of the formats, to a spreadsheet or to a screen. */
export const hostileTexts = [
  '<w:p>&amp;</w:p> ]]> "q" \'a\' {{title}}',
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  '</title></style></td><!-- & &lt; &#60;',
  '" onmouseover="alert(1)" x="',
  '=HYPERLINK("http://example.org","x")',
  'PAGEREF _Toc1 \\h { INCLUDETEXT "c:\\x" } TOC \\o "1-3"',
  '\u202Eneddih\u202C مرحبا بالعالم',
  '👩‍🏫 урок 𝔘 é',
  'x\u0000\u0001\u0008\u000B\u001B\u007F\u0085\uFFFE\uFFFF\uD800y',
  '# не заголовок',
  '- не список',
  '12. не список',
  '> не цитата',
  '| не | таблица |',
  '---',
  '=====',
  '```',
  '**не** __жирный__ ~~нет~~ `код` [ссылка](javascript:alert(1)) ![x](http://x) <http://x> http://example.org www.example.org',
  '*** \\* \\',
  '$a$ &copy; \\<b>',
  'два  пробела\tи знак',
  '...',
  'Щ'.repeat(300),
];

/** Texts of one line each, of which something is printed. */
export const anyTexts: fc.Arbitrary<string[]> = fc.array(
  fc
    .oneof(
      fc.constantFrom(...hostileTexts),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
      fc.string({ unit: anyCharacter, minLength: 1, maxLength: 40 }),
      fc.string({ unit: fc.constantFrom(...'<>&"\'`*_[](){}#+-.!|~=$\\:/ \t1ab'), minLength: 1, maxLength: 20 }),
    )
    // U+FFFD, which stands for a broken character, is taken for one by the reader of XML.
    .filter((text) => /[^\s\p{C}]/u.test(text) && !/[\n\r\u2028\u2029\uFFFD]/.test(text)),
  { minLength: 1, maxLength: 40 },
);

/** A PNG of one red pixel. */
export const redSquare = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC';

function question(
  words: Prose,
  module: string | null,
  index: number,
  at: number,
  modules: number,
): ProgramDocument['questions'][number] {
  const type = (['single', 'multiple', 'single', 'open', 'task'] as const)[at % 5] ?? 'single';
  const closed = type === 'single' || type === 'multiple';
  const outcome = module === null ? (at % modules) * 2 + 1 : index * 2 + 1 + (at % 2);
  return {
    id: `question-${index + 1}-${at + 1}`,
    module,
    outcomes: [`outcome-${outcome}`],
    type,
    text: words.question(index + at),
    options: closed ? words.options : [],
    key: closed ? (type === 'single' ? [at % 4] : [0, 2]) : [],
    answer: closed ? '' : words.text(at),
    criterion: words.criteria[at % words.criteria.length] ?? '',
  };
}

function byKind(hours: number, assessed: boolean): Hours {
  const assessment = assessed && hours >= 2 ? 1 : 0;
  const lectures = Math.floor((hours - assessment) * 0.3);
  const selfStudy = Math.floor((hours - assessment) * 0.3);
  return { lectures, selfStudy, assessment, practice: hours - assessment - lectures - selfStudy };
}

function createCalendar(
  modules: ProgramDocument['modules'],
  finalHours: number,
  weeklyLimit: number,
): ProgramDocument['calendar'] {
  const weeks: { load: { module: string; hours: number }[] }[] = [];
  let free = 0;
  for (const { id, hours } of [
    ...modules.map(({ id, hours }) => ({ id, hours: totalHours(hours) })),
    { id: 'final', hours: finalHours },
  ]) {
    for (let left = hours; left > 0; ) {
      if (free === 0) {
        weeks.push({ load: [] });
        free = weeklyLimit;
      }
      const taken = Math.min(left, free);
      weeks.at(-1)?.load.push({ module: id, hours: taken });
      left -= taken;
      free -= taken;
    }
  }
  return { weeklyLimit, weeks };
}

function counted<T>(count: number, build: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => build(index));
}

/** Whole parts that come to the total and differ by one at most. */
function split(total: number, parts: number): number[] {
  return counted(parts, (index) => Math.floor(((index + 1) * total) / parts) - Math.floor((index * total) / parts));
}

interface Prose {
  readonly title: string;
  readonly audience: string;
  readonly organisation: string;
  readonly place: string;
  readonly address: string;
  readonly registration: string;
  readonly position: string;
  readonly name: string;
  readonly qualification: string;
  readonly standard: string;
  readonly outcomeCode: string;
  readonly competenceCode: string;
  readonly outcome: (index: number) => string;
  readonly moduleTitle: (index: number) => string;
  readonly topic: (index: number) => string;
  readonly text: (index: number) => string;
  readonly forms: readonly string[];
  readonly finalForm: string;
  readonly criteria: string[];
  readonly question: (index: number) => string;
  readonly options: string[];
  readonly source: (index: number) => ProgramDocument['sources'][number];
  readonly notice: string;
}

const pick = (texts: readonly string[], index: number) => texts[index % texts.length] ?? '';

const russianTexts = [
  'Рассматриваются назначение предметной области, её основные понятия и место среди смежных дисциплин. Слушатели разбирают требования, которые предъявляют к решению заказчик, пользователь и служба эксплуатации, и учатся отличать требование от способа его выполнения.',
  'Занятие строится на разборе учебного проекта: слушатели находят в нём узкие места, предлагают изменения и обосновывают их измерениями. Преподаватель показывает, как меняется решение при росте нагрузки, числа участников и объёма данных.',
  'Изучаются способы проверки результата: просмотр, автоматические проверки, пробная эксплуатация. Отдельно обсуждается, какие ошибки каждый из способов находит, а какие пропускает, и во что обходится исправление на разных этапах работы.',
  'Слушатели самостоятельно готовят описание решения по предложенной структуре, сравнивают его с описаниями коллег и дополняют по замечаниям. Готовое описание входит в портфолио и используется при итоговой аттестации.',
  'Обсуждаются нормативные требования, применимые к профессиональной деятельности слушателей, порядок оформления документов и ответственность участников. Приводятся примеры из практики образовательных организаций и предприятий.',
  'Формирование у слушателей знаний и умений, необходимых для самостоятельного выполнения трудовых функций, предусмотренных профессиональным стандартом, и совершенствование компетенций, имеющихся в рамках действующей квалификации.',
];

const russian: Prose = {
  title: 'Проектирование и разработка программного обеспечения на языке TypeScript',
  audience: 'Специалисты со средним профессиональным или высшим образованием, знакомые с языком JavaScript',
  organisation: 'Автономная некоммерческая организация дополнительного профессионального образования «Лицей»',
  place: 'Москва',
  address: '101000, Москва, ул. Примерная, д. 1',
  registration: 'ОГРН 1027700000000, ИНН 7700000000, лицензия № Л035-00000-77/00000000 от 01.02.2024',
  position: 'Директор АНО ДПО «Лицей»',
  name: 'И. И. Иванов',
  qualification: 'Программист',
  standard: 'Программист',
  outcomeCode: 'РО',
  competenceCode: 'ПК-',
  outcome: (index) =>
    pick(
      [
        'разрабатывает программный код в соответствии с техническим заданием и проверяет его работоспособность',
        'выбирает структуры данных и способы их обработки с учётом объёма данных и требований к быстродействию',
        'проектирует взаимодействие частей программы и описывает его так, чтобы его могли проверить другие участники',
        'находит и устраняет ошибки, пользуясь средствами отладки, журналами и измерениями',
      ],
      index,
    ),
  moduleTitle: (index) =>
    pick(
      [
        'Основы языка и система типов',
        'Модули, пакеты и сборка',
        'Асинхронный код и работа с данными',
        'Проверка и выпуск программ',
      ],
      index,
    ),
  topic: (index) =>
    pick(
      [
        'Типы и интерфейсы',
        'Обобщённые типы и их ограничения',
        'Сужение типов и проверка данных на границах программы',
        'Модули, пакеты и зависимости',
        'Асинхронный код и обработка ошибок',
        'Автоматические проверки и непрерывная интеграция',
      ],
      index,
    ),
  text: (index) => pick(russianTexts, index),
  forms: ['тестирование', 'практическая работа', 'зачёт', 'защита проекта'],
  finalForm: 'защита итоговой работы',
  criteria: [
    'работа выполнена в полном объёме и в установленный срок',
    'решение обосновано и подтверждено результатами проверки',
    'слушатель отвечает на вопросы по теме работы',
  ],
  question: (index) =>
    pick(
      [
        'Какое утверждение о сужении типа внутри условного оператора верно?',
        'Какие способы проверки данных, полученных извне, надёжны?',
        'Опишите, как изменится решение, если число одновременных пользователей вырастет в десять раз.',
        'Подготовьте описание взаимодействия двух частей учебного проекта.',
      ],
      index,
    ),
  options: [
    'проверка выполняется во время компиляции',
    'проверка выполняется во время работы программы',
    'проверка по схеме на границе программы',
    'проверка не требуется',
  ],
  source: (index) =>
    [
      {
        type: 'book' as const,
        authors: ['Иванов И. И.', 'Петров П. П.'],
        title: 'Проектирование программного обеспечения : учебник для вузов',
        publication: 'Москва : Издательство',
        year: 2024,
        extent: '320 с.',
        url: null,
        accessed: null,
      },
      {
        type: 'law' as const,
        authors: [],
        title: 'Об образовании в Российской Федерации : Федеральный закон от 29.12.2012 № 273-ФЗ',
        publication: 'Собрание законодательства Российской Федерации',
        year: 2012,
        extent: '№ 53, ст. 7598',
        url: null,
        accessed: null,
      },
      {
        type: 'web' as const,
        authors: [],
        title: 'Справочник языка TypeScript',
        publication: 'TypeScript',
        year: 2026,
        extent: '',
        url: 'https://www.typescriptlang.org/docs/handbook/intro.html',
        accessed: '2026-11-01',
      },
      {
        type: 'article' as const,
        authors: ['Сидоров С. С.'],
        title: 'О проверке данных на границах программы',
        publication: 'Программная инженерия',
        year: 2025,
        extent: '№ 4. — С. 12–21',
        url: null,
        accessed: null,
      },
    ].map((source): ProgramDocument['sources'][number] => ({ id: `source-${index + 1}`, origin: 'person', ...source }))[
      index % 4
    ] ?? unreachable(),
  notice: 'Программа составлена по плану без применения языковой модели; содержание проверено и утверждено организацией.',
};

const englishTexts = [
  'The purpose of the field, its main notions and its place among its neighbours are considered. Learners work through the requirements of the customer, the user and the operator, and learn to tell a requirement from a way to meet it.',
  'The lesson is built on a sample project: learners find its weak places, propose changes and give measurements as reasons. The teacher shows how the solution changes as load, the number of people and the amount of data grow.',
  'Ways to check a result are studied: review, automatic checks, a trial run. It is discussed which mistakes each of them finds and which it misses, and what a correction costs at each stage.',
  'Learners prepare a description of a solution, compare it with those of their colleagues and complete it after remarks. The description becomes a part of the portfolio and is used in the final assessment.',
];

const english: Prose = {
  title: 'Design and development of software in TypeScript',
  audience: 'Specialists who know JavaScript',
  organisation: 'Lyceum School of Continuing Education',
  place: 'London',
  address: '1 Example Street, London',
  registration: 'Registered under No. 00000000',
  position: 'Head of the school',
  name: 'J. Smith',
  qualification: 'Software developer',
  standard: 'Software developer',
  outcomeCode: 'LO',
  competenceCode: 'C',
  outcome: (index) =>
    pick(
      [
        'writes code that meets a specification and checks that it works',
        'chooses data structures for the amount of data and the speed required',
      ],
      index,
    ),
  moduleTitle: (index) =>
    pick(
      ['The language and its types', 'Modules, packages and builds', 'Asynchronous code and data', 'Checks and releases'],
      index,
    ),
  topic: (index) =>
    pick(
      ['Types and interfaces', 'Generic types', 'Narrowing of types at the borders of a program', 'Modules and packages'],
      index,
    ),
  text: (index) => pick(englishTexts, index),
  forms: ['test', 'practical work'],
  finalForm: 'defence of a project',
  criteria: ['the work is complete and on time', 'the solution is reasoned and checked'],
  question: (index) =>
    pick(['Which statement about narrowing is true?', 'Which ways to check data from outside are reliable?'], index),
  options: ['it is checked at compile time', 'it is checked at run time', 'it is checked by a schema', 'it is not checked'],
  source: (index) => ({
    id: `source-${index + 1}`,
    type: 'book',
    authors: ['Smith J.', 'Brown A. B.'],
    title: 'Software design',
    publication: 'London : Publisher',
    year: 2024,
    extent: '320 p.',
    url: index % 2 === 0 ? null : 'https://example.org/design',
    accessed: index % 2 === 0 ? null : '2026-11-01',
    origin: 'person',
  }),
  notice: 'The programme was composed by an outline, without a language model.',
};

const prose: Readonly<Record<'ru' | 'en', Prose>> = { ru: russian, en: english };

function unreachable(): never {
  throw new Error('unreachable');
}
