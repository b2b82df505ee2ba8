import type { ProgramDocument } from '@lyceum/contracts/program-generation/program-document';
import { norms } from '../../norms/norms.ts';
import type { Component, Localized } from '../../norms/norms-shape.ts';

/** The sections of the first level that a component of the norms is printed as. */
const sectionsByComponent = {
  aim: ['general'],
  outcomes: ['outcomes'],
  curriculum: ['plan'],
  calendar: ['calendar'],
  modules: ['modules'],
  conditions: ['conditions'],
  assessment: ['assessment'],
  // Apart from each other, so that questions can be handed out without their keys.
  materials: ['materials', 'keys'],
  // A list without a number, after the sections.
  sources: [],
} as const satisfies Record<Component, readonly string[]>;

export type SectionName = (typeof sectionsByComponent)[Component][number];

/** Titles of the sections, and of the aim, which the first of them begins with. */
export type SectionTitles = Readonly<Record<SectionName | 'aim', string>>;

const programTitle = { ru: 'Общая характеристика программы', en: 'General description of the programme' };
const generalTitles: Readonly<Record<ProgramDocument['kind'], Localized>> = {
  'professional-development': programTitle,
  'professional-retraining': programTitle,
  'general-development': programTitle,
  discipline: { ru: 'Общая характеристика дисциплины', en: 'General description of the discipline' },
  'course-plan': { ru: 'Общая характеристика курса', en: 'General description of the course' },
};
const keys: Localized = { ru: 'Ключи и критерии оценивания', en: 'Keys and criteria' };

export function sectionTitles({ kind, language }: Pick<ProgramDocument, 'kind' | 'language'>): SectionTitles {
  const names = { ...norms.components, ...norms.kinds[kind].components };
  return {
    general: generalTitles[kind][language],
    aim: names.aim[language],
    outcomes: names.outcomes[language],
    plan: names.curriculum[language],
    calendar: names.calendar[language],
    modules: names.modules[language],
    conditions: names.conditions[language],
    assessment: names.assessment[language],
    materials: names.materials[language],
    keys: keys[language],
  };
}

export function sectionOrder(kind: ProgramDocument['kind']): readonly SectionName[] {
  return norms.kinds[kind].order.flatMap((component) => sectionsByComponent[component]);
}
