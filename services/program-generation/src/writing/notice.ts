import type { Locale } from '@lyceum/contracts/shared/fields';

interface Origin {
  readonly language: Locale;
  /** `<provider>/<model>` of those that wrote it, at least one. */
  readonly models: readonly string[];
  /** Whether phrases of the outline stand in for some answers. */
  readonly usedFallback: boolean;
}

/** More names would not fit; their calls are recorded in any case. */
const maxNames = 3;

/** Says in the document by what it was composed. */
export function createNotice({ language, models, usedFallback }: Origin): string {
  const names = `${models.slice(0, maxNames).join(', ')}${models.length > maxNames ? ', …' : ''}`;
  return {
    ru: [
      `Тексты составлены языковой моделью (${names}), часы и календарный график рассчитаны по заявке.`,
      ...(usedFallback ? ['Где ответ модели не подошёл, стоят типовые формулировки.'] : []),
      'Документ проверяет методист; источники, которые назвала модель, нужно найти и сверить.',
    ],
    en: [
      `The texts were written by a language model (${names}); hours and schedule are calculated from the order.`,
      ...(usedFallback ? ['Where the model gave no usable answer, the wording is standard.'] : []),
      'A methodologist checks the document; sources named by the model have to be looked up.',
    ],
  }[language].join(' ');
}
