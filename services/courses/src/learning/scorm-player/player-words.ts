import type { Locale } from '@lyceum/contracts/shared/fields';

/** What the page of a package says; scripts take all but the first two. */
interface PlayerWords {
  readonly title: string;
  readonly noScripts: string;
  readonly loading: string;
  readonly preview: string;
  readonly saved: string;
  /** The browser keeps it until it can be sent. */
  readonly waiting: string;
  readonly finished: string;
  /** Before a reason of the server. */
  readonly refused: string;
  readonly failed: string;
}

export const playerWords: Readonly<Record<Locale, PlayerWords>> = {
  en: {
    title: 'Lesson',
    noScripts: 'This lesson needs JavaScript.',
    loading: 'The lesson is loading…',
    preview: 'Preview: nothing is kept.',
    saved: 'Progress is saved.',
    waiting: 'There is no connection. Progress is kept in this browser and will be sent later.',
    finished: 'Progress is saved. You may close the window.',
    refused: 'Progress is not saved any more.',
    failed: 'The lesson could not be loaded. Load the page again.',
  },
  ru: {
    title: 'Урок',
    noScripts: 'Для этого урока нужен «JavaScript».',
    loading: 'Урок загружается…',
    preview: 'Предпросмотр: ничего не сохраняется.',
    saved: 'Прогресс сохранён.',
    waiting: 'Нет связи. Прогресс сохранён в этом браузере и будет отправлен позже.',
    finished: 'Прогресс сохранён. Окно можно закрыть.',
    refused: 'Прогресс больше не сохраняется.',
    failed: 'Не удалось загрузить урок. Обновите страницу.',
  },
};
