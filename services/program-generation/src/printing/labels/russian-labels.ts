import type { DocumentLabels } from './document-labels.ts';

const day = new Intl.DateTimeFormat('ru', { day: '2-digit', month: 'long', year: 'numeric', timeZone: 'UTC' });

export const russianLabels: DocumentLabels = {
  titlePage: {
    organisation: '(наименование организации)',
    approved: 'УТВЕРЖДАЮ',
    position: '(должность)',
    signature: '(подпись, расшифровка подписи)',
    date: (date) => {
      const parts = Object.fromEntries(day.formatToParts(date).map(({ type, value }) => [type, value]));
      return `«${parts['day']}» ${parts['month']} ${parts['year']}\u00a0г.`;
    },
    blankDate: (year) => `«___» ________________ ${year}\u00a0г.`,
    number: (number) => `№\u00a0${number}`,
    qualification: 'Присваиваемая квалификация',
  },
  contents: 'Содержание',
  table: 'Таблица',
  tableGoesOn: (table) => `Продолжение таблицы ${table}`,
  sources: 'Список использованных источников',
  about: 'Сведения о подготовке документа',

  audience: 'Категория обучающихся',
  level: 'Уровень подготовки',
  levels: { beginner: 'начальный', intermediate: 'средний', advanced: 'продвинутый' },
  studyForm: 'Форма обучения',
  studyForms: {
    'full-time': 'очная',
    'part-time': 'заочная',
    evening: 'очно-заочная',
    distance: 'с применением исключительно дистанционных образовательных технологий',
    blended: 'очная с применением дистанционных образовательных технологий',
  },
  language: 'Язык обучения',
  languages: { ru: 'русский', en: 'английский' },
  volume: 'Трудоёмкость',
  hours: (hours) => `${hours}\u00a0ак.\u00a0ч`,
  credits: (credits) => `${credits}\u00a0з.\u00a0е.`,
  clockHours: (hours, minutes) =>
    `Академический час равен ${minutes}\u00a0минутам; в астрономических часах трудоёмкость составляет ${hours}\u00a0ч.`,
  scope: 'Категория обучающихся, форма обучения и трудоёмкость',

  standards: 'Профессиональные стандарты',
  standardsLead: 'Программа разработана с учётом требований профессиональных стандартов:',
  standard: (code, title) => `${code} «${title.replaceAll('«', '„').replaceAll('»', '“')}»`,
  competences: 'Компетенции',
  competencesLead: (table) => `Компетенции, которые формирует и совершенствует программа, приведены в таблице\u00a0${table}.`,
  origins: { existing: 'совершенствуется', new: 'формируется' },
  results: 'Результаты обучения',
  resultsLead: (table) =>
    `Результаты, которых достигает обучающийся, освоивший программу, и связанные с ними компетенции приведены в таблице\u00a0${table}.`,

  planLead: (table) =>
    `Перечень, последовательность и трудоёмкость модулей и формы аттестации приведены в таблице\u00a0${table}. Трудоёмкость указана в ` +
    'академических часах; СР — самостоятельная работа, Атт. — аттестация.',
  calendarLead: (table, limit) =>
    `Распределение академических часов по неделям обучения приведено в таблице\u00a0${table}. Нагрузка не превышает ` +
    `${limit}\u00a0ак.\u00a0ч в неделю.`,
  calendarGoesOn: (table, weeks) => `Недели ${weeks} приведены в таблице\u00a0${table}.`,
  calendarCaption: (weeks) => `Часы по неделям обучения, недели ${weeks}`,

  module: (number, title) => `Модуль ${number}. ${title}`,
  moduleOutcomes: (codes) => `Планируемые результаты модуля: ${codes}.`,
  topicsLead: (table) => `Темы модуля и их трудоёмкость в академических часах приведены в таблице\u00a0${table}.`,
  topicsCaption: (number) => `Тематический план модуля ${number}`,
  withoutHours: 'Тема, для которой часы не указаны, изучается в часы соседних тем модуля.',
  topic: (number, title) => `Тема ${number}. ${title}`,
  lectures: 'Лекции',
  practice: 'Практические занятия',
  selfStudy: 'Самостоятельная работа',
  criteria: 'Критерии оценки:',
  moduleSources: (citations) => `Источники, рекомендуемые при изучении модуля: ${citations}.`,

  staff: 'Кадровое обеспечение',
  facilities: 'Материально-техническое обеспечение',
  methods: 'Методическое обеспечение',
  software: 'Информационное и программное обеспечение',
  programSources: (citations) => `Источники, рекомендуемые при освоении программы в целом: ${citations}.`,

  assessmentLead: (table) =>
    `Формы аттестации по модулям приведены в таблице\u00a0${table}; критерии оценки — в программах модулей.`,
  checkedOutcomes: 'Проверяемые результаты обучения',
  passing: (percent) => `Тест считается пройденным, если верных ответов не менее ${percent}\u00a0%.`,
  form: 'Форма',
  coverage: 'Соответствие результатов обучения модулям и оценочным материалам',
  coverageLead: (table) =>
    `Модули, в которых достигается каждый результат, и номера заданий, которыми он проверяется, приведены в таблице\u00a0${table}.`,

  questionTypes: {
    single: 'Один верный ответ',
    multiple: 'Несколько верных ответов',
    open: 'Развёрнутый ответ',
    task: 'Практическое задание',
  },
  optionLetters: 'абвгдежикл',
  keysLead: (table) => `Ключи к заданиям с выбором ответа и критерии их оценки приведены в таблице\u00a0${table}.`,
  keysCaption: 'Ключи к заданиям с выбором ответа',
  closedQuestions: 'Задания с выбором ответа',
  openQuestions: 'Задания с развёрнутым ответом и практические задания',
  answer: 'Ожидаемый ответ',
  criterion: 'Критерий',

  columns: {
    number: '№',
    code: 'Код',
    module: 'Модуль',
    topic: 'Тема',
    lectures: 'Лекции',
    practice: 'Практика',
    selfStudy: 'СР',
    assessment: 'Атт.',
    total: 'Всего',
    form: 'Форма аттестации',
    outcome: 'Результат обучения',
    competence: 'Компетенция',
    competences: 'Компетенции',
    origin: 'Программа',
    modules: 'Модули',
    items: 'Номера заданий',
    key: 'Ключ',
    criterion: 'Критерий',
    outcomes: 'Результаты',
  },
  totalRow: 'Итого',

  record: {
    andOthers: '[и др.]',
    printed: 'Текст : непосредственный',
    electronic: 'Текст : электронный',
    site: 'сайт',
    visited: (date) => `(дата обращения: ${date})`,
  },
};
