import type { Locale } from '@lyceum/contracts/fields';
import type { ProgramDocument } from '@lyceum/contracts/program-document';

/** Sections of the first level. `keys` follows `materials`, so that questions can be handed out without it. */
export const sectionNames = [
  'general',
  'outcomes',
  'plan',
  'calendar',
  'modules',
  'conditions',
  'assessment',
  'materials',
  'keys',
] as const;
export type SectionName = (typeof sectionNames)[number];

/** Titles of the sections, and of the aim, which the first of them begins with. */
export type SectionTitles = Readonly<Record<SectionName | 'aim', string>>;

const russian: SectionTitles = {
  general: 'Общая характеристика программы',
  aim: 'Цель реализации программы',
  outcomes: 'Планируемые результаты обучения',
  plan: 'Учебный план',
  calendar: 'Календарный учебный график',
  modules: 'Рабочие программы модулей',
  conditions: 'Организационно-педагогические условия',
  assessment: 'Формы аттестации',
  materials: 'Оценочные материалы',
  keys: 'Ключи и критерии оценивания',
};

const english: SectionTitles = {
  general: 'General description of the programme',
  aim: 'Aim of the programme',
  outcomes: 'Planned learning outcomes',
  plan: 'Curriculum',
  calendar: 'Calendar schedule',
  modules: 'Working programmes of the modules',
  conditions: 'Organisational and pedagogical conditions',
  assessment: 'Forms of assessment',
  materials: 'Assessment materials',
  keys: 'Keys and criteria',
};

type Named = Readonly<Record<Locale, Partial<SectionTitles>>>;

const ofKind: Readonly<Record<ProgramDocument['kind'], Named>> = {
  'professional-development': { ru: {}, en: {} },
  'professional-retraining': { ru: {}, en: {} },
  'general-development': {
    ru: { modules: 'Содержание программы' },
    en: { modules: 'Content of the programme' },
  },
  discipline: {
    ru: {
      general: 'Общая характеристика дисциплины',
      aim: 'Цель освоения дисциплины',
      plan: 'Структура и трудоёмкость дисциплины',
      modules: 'Содержание дисциплины',
      conditions: 'Условия реализации дисциплины',
    },
    en: {
      general: 'General description of the discipline',
      aim: 'Aim of the discipline',
      plan: 'Structure and volume of the discipline',
      modules: 'Content of the discipline',
      conditions: 'Conditions of the discipline',
    },
  },
  'course-plan': {
    ru: { general: 'Общая характеристика курса', aim: 'Цель курса', plan: 'План курса', modules: 'Содержание курса' },
    en: {
      general: 'General description of the course',
      aim: 'Aim of the course',
      plan: 'Plan of the course',
      modules: 'Content of the course',
    },
  },
};

export function sectionTitles({ kind, language }: Pick<ProgramDocument, 'kind' | 'language'>): SectionTitles {
  return { ...{ ru: russian, en: english }[language], ...ofKind[kind][language] };
}

const professional = sectionNames;
/** The law names what is taught before the conditions under which it is (273-ФЗ, ст. 2, п. 9). */
const contentFirst: readonly SectionName[] = [
  'general',
  'outcomes',
  'plan',
  'modules',
  'calendar',
  'conditions',
  'assessment',
  'materials',
  'keys',
];
const order: Readonly<Record<ProgramDocument['kind'], readonly SectionName[]>> = {
  'professional-development': professional,
  'professional-retraining': professional,
  'general-development': contentFirst,
  discipline: ['general', 'outcomes', 'plan', 'modules', 'calendar', 'assessment', 'materials', 'keys', 'conditions'],
  'course-plan': contentFirst,
};

export function sectionOrder(kind: ProgramDocument['kind']): readonly SectionName[] {
  return order[kind];
}
