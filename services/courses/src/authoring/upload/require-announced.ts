import { fail } from '@lyceum/common/errors';
import type { StoredObject } from '@lyceum/common/storage';
import type { Problem } from '@lyceum/contracts/define/problem';

interface Announced {
  readonly size: number;
  readonly type: string;
}

/** Gives the mark of a file's content. Fails with `notReady`, which says what differs from what was announced. */
export function requireAnnounced({ size, type }: Announced, stored: StoredObject | undefined, notReady: Problem): string {
  if (stored?.etag === undefined) {
    throw fail(notReady, { detail: { en: 'The file is not uploaded yet.', ru: 'Файл ещё не загружен.' } });
  }
  if (stored.size !== size) {
    const detail = {
      en: `The file has ${stored.size} bytes, but ${size} were announced.`,
      ru: `Размер файла — ${stored.size} Б, а заявлено ${size} Б.`,
    };
    throw fail(notReady, { detail });
  }
  if (stored.contentType !== type) {
    const detail = { en: 'The file is of another type than was announced.', ru: 'Тип файла не тот, что заявлен.' };
    throw fail(notReady, { detail });
  }
  return stored.etag;
}
