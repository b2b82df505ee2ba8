import type { CompletionRule } from '@lyceum/contracts/courses/lesson-content';
import type { LessonLock } from '@lyceum/contracts/courses/lesson-lock';
import { quoteTitle } from '@lyceum/contracts/notifications/quote-title';
import type { Locale } from '@lyceum/contracts/shared/fields';
import type { Texts } from '@lyceum/contracts/shared/texts';
import type { Lock } from './find-locks.ts';

/** With the reason in the language of the reader; a moment is told in UTC, `at` has it for the reader's clock. */
export function describeLock(lock: Lock, locale: Locale): LessonLock {
  return { ...lock, message: toMessage(lock)[locale] };
}

function toMessage(lock: Lock): Texts {
  switch (lock.code) {
    case 'not-enrolled':
      return { en: 'Enrol in the course first.', ru: 'Сначала запишитесь на курс.' };
    case 'enrolment-ended':
      return { en: 'Your enrolment was ended.', ru: 'Ваша запись на курс прекращена.' };
    case 'enrolment-expired':
      return {
        en: `Your enrolment ended at ${toMoment(lock.at).en}.`,
        ru: `Срок вашей записи истёк ${toMoment(lock.at).ru}.`,
      };
    case 'cohort-not-started':
      return {
        en: `Your cohort begins at ${toMoment(lock.at).en}.`,
        ru: `Ваша группа начинает занятия ${toMoment(lock.at).ru}.`,
      };
    case 'cohort-ended':
      return {
        en: `Your cohort ended at ${toMoment(lock.at).en}.`,
        ru: `Ваша группа закончила занятия ${toMoment(lock.at).ru}.`,
      };
    case 'prerequisite':
      return {
        en: `Finish the course ${quoteTitle(lock.title, 'en')} first.`,
        ru: `Сначала завершите курс ${quoteTitle(lock.title, 'ru')}.`,
      };
    case 'opens-later':
      return { en: `The lesson opens at ${toMoment(lock.at).en}.`, ru: `Урок откроется ${toMoment(lock.at).ru}.` };
    case 'lesson-unfinished':
      return {
        en: `Finish ${quoteTitle(lock.title, 'en')} first: ${toTask(lock.completion).en}.`,
        ru: `Сначала завершите урок ${quoteTitle(lock.title, 'ru')}: ${toTask(lock.completion).ru}.`,
      };
  }
}

/** A moment in words, in UTC. */
export function toMoment(at: string): Texts {
  const [date = '', time = ''] = at.split('T');
  const clock = `${time.slice(0, 5)} UTC`;
  return { en: `${date} ${clock}`, ru: `${date.split('-').reverse().join('.')} в ${clock}` };
}

function toTask(completion: CompletionRule): Texts {
  switch (completion.rule) {
    case 'opened':
      return completion.seconds === 0
        ? { en: 'open it', ru: 'откройте его' }
        : {
            en: `spend ${toDuration(completion.seconds, 'en')} in it`,
            ru: `проведите в нём ${toDuration(completion.seconds, 'ru')}`,
          };
    case 'watched':
      return { en: `watch ${completion.percent} % of it`, ru: `посмотрите ${completion.percent} %` };
    case 'passed':
      return { en: `score ${completion.percent} %`, ru: `наберите ${completion.percent} %` };
    case 'accepted':
      return { en: 'hand it in and have it accepted', ru: 'сдайте работу и дождитесь, пока её примут' };
    case 'reported':
      return { en: 'work through it to its end', ru: 'пройдите его до конца' };
  }
}

/** Seconds up to two minutes, then whole minutes. */
function toDuration(seconds: number, locale: Locale): string {
  const [amount, unit] = seconds < 120 ? [seconds, 'second'] : [Math.ceil(seconds / 60), 'minute'];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(amount);
}
