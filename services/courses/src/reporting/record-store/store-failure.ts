import type { Locale } from '@lyceum/contracts/shared/fields';
import type { Texts } from '@lyceum/contracts/shared/texts';

const explanations = {
  'address-refused': {
    en: 'The address is not on the internet, and the operator of this installation has not allowed it.',
    ru: 'Этот адрес не в интернете, и администратор сервера его не разрешил.',
  },
  connection: { en: 'No connection could be made.', ru: 'Не удалось установить соединение.' },
  timeout: { en: 'No answer came within 10 seconds.', ru: 'Ответ не пришёл за 10 секунд.' },
  redirect: {
    en: 'The store redirects to another address; redirects are not followed.',
    ru: 'Хранилище перенаправляет на другой адрес; переходы не выполняются.',
  },
  credentials: { en: 'The store refuses the user name and the secret.', ru: 'Хранилище не принимает имя пользователя и секрет.' },
  answer: { en: 'The store answered with an error.', ru: 'Хранилище ответило ошибкой.' },
  version: { en: 'The store does not speak xAPI 1.0.', ru: 'Хранилище не поддерживает xAPI 1.0.' },
  secret: { en: 'The secret cannot be read any more: enter it again.', ru: 'Секрет больше не читается: введите его снова.' },
} as const satisfies Record<string, Texts>;

/** Why a store did not take something. */
export interface StoreFailure {
  readonly kind: keyof typeof explanations;
  /** Of the answer; null without one. */
  readonly status: number | null;
  /** What the store said, without its secret, in at most 300 characters; empty when it said nothing. */
  readonly said: string;
}

export const createFailure = (kind: StoreFailure['kind'], status: number | null = null, said = ''): StoreFailure => ({
  ...{ kind, status, said },
});

/** In the language of the reader, with status and words of the store. */
export function presentFailure({ kind, status, said }: StoreFailure, locale: Locale): string {
  const answer = [status === null ? '' : `HTTP ${status}`, said].filter((part) => part !== '').join(': ');
  return [explanations[kind][locale], answer].filter((part) => part !== '').join(' ');
}
