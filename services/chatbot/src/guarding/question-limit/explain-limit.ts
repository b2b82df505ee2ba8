import type { Texts } from '@lyceum/contracts/shared/texts';

const names = {
  'person-minute': { en: 'Questions of one person in a minute', ru: 'Вопросов от одного человека в минуту' },
  'person-course-minute': {
    en: 'Questions of one person about this course in a minute',
    ru: 'Вопросов от одного человека по этому курсу в минуту',
  },
  'course-minute': {
    en: 'Questions of everybody about this in a minute',
    ru: 'Вопросов от всех вместе на эту тему в минуту',
  },
  'person-course-day': {
    en: 'Questions of one person about this course in a day',
    ru: 'Вопросов от одного человека по этому курсу в день',
  },
  'person-day': { en: 'Questions of one person in a day', ru: 'Вопросов от одного человека в день' },
} satisfies Record<string, Texts>;

export type LimitName = keyof typeof names;

/** Which limit is reached, and when it ends. */
export function explainLimit({ name, max }: { name: LimitName; max: number }, seconds: number): Texts {
  const [en, ru] = (['en', 'ru'] as const).map((locale) => writeDuration(seconds, locale));
  return {
    en: `${names[name].en}: at most ${max}. The tutor can be asked again in ${en}.`,
    ru: `${names[name].ru}: не больше ${max}. Репетитора можно будет спросить через ${ru}.`,
  };
}

const unitWords = {
  en: { hours: 'h', minutes: 'min', seconds: 's' },
  ru: { hours: 'ч', minutes: 'мин', seconds: 'с' },
} as const;

function writeDuration(total: number, locale: keyof typeof unitWords): string {
  const words = unitWords[locale];
  if (total < 60) return `${total} ${words.seconds}`;
  const minutes = Math.ceil(total / 60);
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? `${minutes} ${words.minutes}` : `${hours} ${words.hours} ${minutes % 60} ${words.minutes}`;
}
