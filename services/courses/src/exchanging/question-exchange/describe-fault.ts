import { questionContent } from '@lyceum/contracts/courses/question';
import { type Locale, locales } from '@lyceum/contracts/shared/fields';
import type { Texts } from '@lyceum/contracts/shared/texts';
import { validationTexts } from '@lyceum/contracts/shared/validation-texts';

/** Parts of a question as a teacher calls them. */
const parts: Readonly<Record<string, Texts>> = {
  title: { en: 'name', ru: 'название' },
  prompt: { en: 'text of the question', ru: 'текст вопроса' },
  points: { en: 'points', ru: 'баллы' },
  feedback: { en: 'feedback', ru: 'комментарий' },
  tags: { en: 'tag', ru: 'метка' },
  options: { en: 'option', ru: 'вариант' },
  items: { en: 'item', ru: 'элемент' },
  pairs: { en: 'pair', ru: 'пара' },
  distractors: { en: 'answer without a pair', ru: 'ответ без пары' },
  accepted: { en: 'right answer', ru: 'верный ответ' },
  gaps: { en: 'gap', ru: 'пропуск' },
  text: { en: 'text', ru: 'текст' },
  percent: { en: 'percent', ru: 'процент' },
  value: { en: 'number', ru: 'число' },
  tolerance: { en: 'tolerance', ru: 'погрешность' },
  left: { en: 'left side', ru: 'левая часть' },
  right: { en: 'right side', ru: 'правая часть' },
  weight: { en: 'weight', ru: 'вес' },
};

/** The first reason why the contract does not take a question. */
export function describeFault(draft: unknown): Texts {
  const [en, ru] = locales.map((locale) => describe(draft, locale));
  return {
    en: en ?? 'The question is not valid.',
    ru: ru ?? 'Вопрос составлен неверно.',
  };
}

function describe(draft: unknown, locale: Locale): string | undefined {
  const issue = questionContent.safeParse(draft, { error: validationTexts[locale] }).error?.issues[0];
  if (!issue) return undefined;
  const place = issue.path
    .map((step) => (typeof step === 'number' ? `${step + 1}` : parts[String(step)]?.[locale]))
    .filter((word) => word !== undefined);
  return place.length === 0 ? `${issue.message}.` : `${issue.message} (${place.join(' ')}).`;
}
