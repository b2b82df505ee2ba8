import type { Texts } from '@lyceum/contracts/shared/texts';
import type { Lost } from '../read-question.ts';

/** Kinds of Moodle that have no counterpart, as teachers call them. */
const kinds: Readonly<Record<string, Texts>> = {
  essay: { en: 'essay', ru: 'эссе' },
  description: { en: 'description', ru: 'описание' },
  calculated: { en: 'calculated', ru: 'вычисляемый' },
  calculatedsimple: { en: 'calculated', ru: 'вычисляемый' },
  calculatedmulti: { en: 'calculated with options', ru: 'вычисляемый с вариантами' },
  ddwtos: { en: 'drag and drop into text', ru: 'перетаскивание в текст' },
  ddimageortext: { en: 'drag and drop onto a picture', ru: 'перетаскивание на рисунок' },
  ddmarker: { en: 'markers on a picture', ru: 'маркеры на рисунке' },
  gapselect: { en: 'missing words', ru: 'выбор пропущенных слов' },
  randomsamatch: { en: 'random matching', ru: 'случайное соответствие' },
  random: { en: 'random', ru: 'случайный вопрос' },
};

/** Why a question of this kind is left out. */
export function loseKind(type: string): Lost {
  const kind = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  const name = type.slice(0, 50);
  return {
    lost: {
      en: `There is no counterpart for the kind “${kind?.en ?? name}”.`,
      ru: `Для вида «${kind?.ru ?? name}» здесь нет соответствия.`,
    },
  };
}
