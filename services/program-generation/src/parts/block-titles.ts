import { norms } from '../norms/norms.ts';
import type { Localized } from '../norms/norms-shape.ts';
import type { Section } from './block-schemas.ts';

export const sectionTitles: Readonly<Record<Section, Localized>> = {
  title: { ru: 'Титульный лист', en: 'Title page' },
  aim: { ru: 'Цель', en: 'Aim' },
  standards: { ru: 'Профессиональные стандарты', en: 'Professional standards' },
  competences: { ru: 'Компетенции', en: 'Competences' },
  outcomes: norms.components.outcomes,
  'final-assessment': { ru: 'Итоговая аттестация', en: 'Final assessment' },
  calendar: norms.components.calendar,
  conditions: norms.components.conditions,
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
