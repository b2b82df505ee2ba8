import type { Locale } from '@lyceum/contracts/shared/fields';

/** What a generation works at: kept as data, said in the reader's language. */
export type GenerationStep =
  | { readonly name: 'frame' | 'conditions' | 'file' }
  | { readonly name: 'module' | 'questions'; readonly number: number; readonly of: number };

export function describeStep(step: GenerationStep, locale: Locale): string {
  switch (step.name) {
    case 'frame':
      return { en: 'Aims, outcomes and modules', ru: 'Цели, результаты и модули' }[locale];
    case 'module':
      return { en: `Module ${step.number} of ${step.of}`, ru: `Модуль ${step.number} из ${step.of}` }[locale];
    case 'questions':
      return {
        en: `Assessment of module ${step.number} of ${step.of}`,
        ru: `Оценочные материалы модуля ${step.number} из ${step.of}`,
      }[locale];
    case 'conditions':
      return { en: 'Conditions and sources', ru: 'Условия реализации и источники' }[locale];
    case 'file':
      return { en: 'The document is being made', ru: 'Подготовка документа' }[locale];
  }
}
