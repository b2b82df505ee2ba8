import type { Locale } from '@lyceum/contracts/fields';
import type { Section } from './block-schemas.ts';

export const sectionTitles: Readonly<Record<Section, Readonly<Record<Locale, string>>>> = {
  title: { ru: 'Титульный лист', en: 'Title page' },
  aim: { ru: 'Цель', en: 'Aim' },
  standards: { ru: 'Профессиональные стандарты', en: 'Professional standards' },
  competences: { ru: 'Компетенции', en: 'Competences' },
  outcomes: { ru: 'Планируемые результаты обучения', en: 'Planned learning outcomes' },
  'final-assessment': { ru: 'Итоговая аттестация', en: 'Final assessment' },
  calendar: { ru: 'Календарный учебный график', en: 'Calendar schedule' },
  conditions: { ru: 'Организационно-педагогические условия', en: 'Organisational and pedagogical conditions' },
  sources: { ru: 'Источники', en: 'Sources' },
};

export const partTitles = {
  module: {
    ru: (number: string, title: string) => `Модуль ${number}. ${title}`,
    en: (number: string, title: string) => `Module ${number}. ${title}`,
  },
  topic: {
    ru: (number: string, title: string) => `Тема ${number} ${title}`,
    en: (number: string, title: string) => `Topic ${number} ${title}`,
  },
  question: { ru: (number: string) => `Вопрос ${number}`, en: (number: string) => `Question ${number}` },
};
