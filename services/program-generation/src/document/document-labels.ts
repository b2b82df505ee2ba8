import type { Locale } from '@lyceum/contracts/fields';
import type { ProgramRequest } from '@lyceum/contracts/program-generation';

/** The printed words of a programme in one language; phrases with a number of a table cite it. */
export interface DocumentLabels {
  readonly organisation: string;
  readonly approval: (year: number) => readonly string[];
  readonly foot: (year: number) => string;
  readonly contents: string;
  readonly table: string;
  readonly levels: Readonly<Record<ProgramRequest['level'], string>>;
  readonly languages: Readonly<Record<Locale, string>>;
  readonly audience: string;
  readonly level: string;
  readonly language: string;
  readonly volume: string;
  readonly hours: (hours: number) => string;
  readonly clockHours: (hours: string, minutes: number) => string;
  readonly general: string;
  readonly aim: string;
  readonly scope: string;
  readonly outcomes: string;
  readonly outcomesLead: string;
  readonly plan: string;
  readonly planLead: (table: number) => string;
  readonly modules: string;
  readonly module: (number: number, title: string) => string;
  readonly moduleOutcomes: (codes: string) => string;
  readonly topicsLead: (table: number) => string;
  readonly topicsCaption: (number: number) => string;
  readonly withoutHours: string;
  readonly topic: (number: string, title: string) => string;
  readonly assessment: string;
  readonly criteria: string;
  readonly coverage: string;
  readonly coverageLead: (table: number) => string;
  readonly form: string;
  readonly about: string;
  readonly columns: {
    readonly number: string;
    readonly module: string;
    readonly topic: string;
    readonly lectures: string;
    readonly practice: string;
    readonly selfStudy: string;
    readonly assessment: string;
    readonly total: string;
    readonly outcome: string;
    readonly modules: string;
    readonly assessedBy: string;
  };
  readonly totalRow: string;
}

const russian: DocumentLabels = {
  organisation: '(наименование организации)',
  approval: (year) => [
    'УТВЕРЖДАЮ',
    '______________________________',
    '(должность руководителя)',
    '______________________________',
    '(подпись, расшифровка подписи)',
    `«___» __________________ ${year} г.`,
  ],
  foot: (year) => `__________________ ${year}`,
  contents: 'Содержание',
  table: 'Таблица',
  levels: { beginner: 'начальный', intermediate: 'средний', advanced: 'продвинутый' },
  languages: { ru: 'русский', en: 'английский' },
  audience: 'Категория обучающихся',
  level: 'Уровень подготовки',
  language: 'Язык обучения',
  volume: 'Трудоёмкость',
  hours: (hours) => `${hours}\u00a0ак.\u00a0ч`,
  clockHours: (hours, minutes) =>
    `Академический час равен ${minutes}\u00a0минутам; в астрономических часах трудоёмкость составляет ${hours}\u00a0ч.`,
  general: 'Общая характеристика программы',
  aim: 'Цель реализации программы',
  scope: 'Категория обучающихся и трудоёмкость',
  outcomes: 'Планируемые результаты обучения',
  outcomesLead: 'В результате освоения программы обучающийся:',
  plan: 'Учебный план',
  planLead: (table) =>
    `Перечень, последовательность и трудоёмкость модулей приведены в таблице ${table}. Трудоёмкость указана в академических часах.`,
  modules: 'Рабочие программы модулей',
  module: (number, title) => `Модуль ${number}. ${title}`,
  moduleOutcomes: (codes) => `Планируемые результаты модуля: ${codes}.`,
  topicsLead: (table) => `Темы модуля и их трудоёмкость приведены в таблице ${table}.`,
  topicsCaption: (number) => `Тематический план модуля ${number}`,
  withoutHours: 'Тема, для которой часы не указаны, изучается в часы следующей темы модуля, для которой они указаны.',
  topic: (number, title) => `Тема ${number} ${title}.`,
  assessment: 'Формы аттестации и критерии оценки',
  criteria: 'Критерии оценки:',
  coverage: 'Соответствие результатов модулям и формам оценки',
  coverageLead: (table) =>
    `Модули, в которых достигается каждый планируемый результат, и формы его оценки приведены в таблице ${table}.`,
  form: 'Форма',
  about: 'Сведения о подготовке документа',
  columns: {
    number: '№',
    module: 'Модуль',
    topic: 'Тема',
    lectures: 'Лекции',
    practice: 'Практика',
    selfStudy: 'Самост. работа',
    assessment: 'Аттестация',
    total: 'Всего',
    outcome: 'Результат',
    modules: 'Модули',
    assessedBy: 'Формы оценки',
  },
  totalRow: 'Итого',
};

const english: DocumentLabels = {
  organisation: '(name of the organisation)',
  approval: (year) => [
    'APPROVED',
    '______________________________',
    '(position of the head)',
    '______________________________',
    '(signature, name)',
    `“___” __________________ ${year}`,
  ],
  foot: (year) => `__________________ ${year}`,
  contents: 'Contents',
  table: 'Table',
  levels: { beginner: 'beginner', intermediate: 'intermediate', advanced: 'advanced' },
  languages: { ru: 'Russian', en: 'English' },
  audience: 'Audience',
  level: 'Level',
  language: 'Language of instruction',
  volume: 'Volume',
  hours: (hours) => `${hours}\u00a0academic hours`,
  clockHours: (hours, minutes) => `An academic hour lasts ${minutes}\u00a0minutes; in clock hours the volume is ${hours}\u00a0h.`,
  general: 'General description of the programme',
  aim: 'Aim of the programme',
  scope: 'Audience and volume',
  outcomes: 'Planned learning outcomes',
  outcomesLead: 'Having completed the programme, the learner:',
  plan: 'Curriculum',
  planLead: (table) => `The modules, their order and volume are given in table ${table}. The volume is given in academic hours.`,
  modules: 'Working programmes of the modules',
  module: (number, title) => `Module ${number}. ${title}`,
  moduleOutcomes: (codes) => `Planned outcomes of the module: ${codes}.`,
  topicsLead: (table) => `The topics of the module and their volume are given in table ${table}.`,
  topicsCaption: (number) => `Topics of module ${number}`,
  withoutHours: 'A topic without hours is studied in the hours of the next topic of the module that has some.',
  topic: (number, title) => `Topic ${number} ${title}.`,
  assessment: 'Forms of assessment and criteria',
  criteria: 'Criteria:',
  coverage: 'Outcomes, modules and forms of assessment',
  coverageLead: (table) =>
    `The modules that lead to each planned outcome and the forms of its assessment are given in table ${table}.`,
  form: 'Form',
  about: 'About the preparation of this document',
  columns: {
    number: 'No.',
    module: 'Module',
    topic: 'Topic',
    lectures: 'Lectures',
    practice: 'Practice',
    selfStudy: 'Self-study',
    assessment: 'Assessment',
    total: 'Total',
    outcome: 'Outcome',
    modules: 'Modules',
    assessedBy: 'Forms of assessment',
  },
  totalRow: 'Total',
};

export const documentLabels: Readonly<Record<Locale, DocumentLabels>> = { ru: russian, en: english };
