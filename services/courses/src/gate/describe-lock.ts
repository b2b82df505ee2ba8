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
      return { en: `Your enrolment ended at ${toMoment(lock.at)}.`, ru: `Срок вашей записи истёк ${toMoment(lock.at)}.` };
    case 'cohort-not-started':
      return { en: `Your cohort begins at ${toMoment(lock.at)}.`, ru: `Ваша группа начинает ${toMoment(lock.at)}.` };
    case 'cohort-ended':
      return { en: `Your cohort ended at ${toMoment(lock.at)}.`, ru: `Ваша группа закончила ${toMoment(lock.at)}.` };
    case 'prerequisite':
      return {
        en: `Finish the course ${quoteTitle(lock.title, 'en')} first.`,
        ru: `Сначала завершите курс ${quoteTitle(lock.title, 'ru')}.`,
      };
    case 'opens-later':
      return { en: `The lesson opens at ${toMoment(lock.at)}.`, ru: `Урок откроется ${toMoment(lock.at)}.` };
    case 'lesson-unfinished':
      return {
        en: `Finish ${quoteTitle(lock.title, 'en')} first: ${toTask(lock.completion).en}.`,
        ru: `Сначала завершите урок ${quoteTitle(lock.title, 'ru')}: ${toTask(lock.completion).ru}.`,
      };
  }
}

const toMoment = (at: string) => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;

function toTask(completion: CompletionRule): Texts {
  switch (completion.rule) {
    case 'opened':
      return completion.seconds === 0
        ? { en: 'open it', ru: 'откройте его' }
        : { en: `spend ${completion.seconds} s in it`, ru: `проведите в нём ${completion.seconds} с` };
    case 'watched':
      return { en: `watch ${completion.percent} % of it`, ru: `посмотрите ${completion.percent} %` };
    case 'passed':
      return { en: `score ${completion.percent} %`, ru: `наберите ${completion.percent} %` };
  }
}
