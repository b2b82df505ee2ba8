import type { Generation } from '@lyceum/contracts/program-generation/program';
import type { Locale } from '@lyceum/contracts/shared/fields';
import { type FailureKind, ModelFailure } from '@lyceum/llm/model-failure';
import { isBudgetExhausted } from './write-program.ts';

/** Why a generation ended without a document: kept as data, said in the reader's language. */
export interface GenerationFailure {
  readonly code: FailureKind | 'no-model' | 'budget-exhausted' | 'internal';
}

/**
 * What the failure of an attempt means for the generation; undefined when another attempt may do better. Failures of models that
 * may pass are worth one, as is everything that is not a model's.
 */
export function toGenerationFailure(error: unknown, lastAttempt: boolean): GenerationFailure | undefined {
  if (isBudgetExhausted(error)) return { code: 'budget-exhausted' };
  if (error instanceof NoModel) return { code: 'no-model' };
  if (error instanceof ModelFailure && (lastAttempt || !error.passing)) return { code: error.kind };
  return lastAttempt ? { code: 'internal' } : undefined;
}

/** Neither a model nor the outline may do what is to be done. */
export class NoModel extends Error {
  override name = 'NoModel';
}

type Words = Readonly<Record<Locale, string>>;

const goOn: Words = {
  en: 'What is done is kept: go on with POST /programs/{id}/resume.',
  ru: 'Готовые шаги сохранены: продолжите запросом POST /programs/{id}/resume.',
};

const tellAdministrator: Words = {
  en: 'The settings of the model provider have to be mended by an administrator first.',
  ru: 'Сначала администратору нужно исправить настройки провайдера модели.',
};

const reasons: Readonly<Record<GenerationFailure['code'], Words>> = {
  unavailable: { en: 'The language model does not answer.', ru: 'Языковая модель не отвечает.' },
  timeout: { en: 'The language model took too long.', ru: 'Языковая модель не ответила вовремя.' },
  'rate-limited': { en: 'The language model takes no more requests now.', ru: 'Языковая модель сейчас не принимает запросы.' },
  busy: { en: 'The language model was busy for too long.', ru: 'Языковая модель слишком долго была занята.' },
  'address-refused': { en: 'The address of the model provider is not allowed.', ru: 'Адрес провайдера модели не разрешён.' },
  certificate: { en: 'The certificate of the model provider is not trusted.', ru: 'Сертификат провайдера модели не доверенный.' },
  unauthorized: { en: 'The model provider refuses the key.', ru: 'Провайдер модели не принимает ключ.' },
  forbidden: { en: 'The model provider forbids the request.', ru: 'Провайдер модели запретил запрос.' },
  'payment-required': { en: 'The account at the model provider is used up.', ru: 'Средства у провайдера модели закончились.' },
  'model-not-found': { en: 'The provider has no such model.', ru: 'У провайдера нет такой модели.' },
  'too-large': { en: 'The request is too large for the model.', ru: 'Запрос слишком велик для модели.' },
  'invalid-request': { en: 'The model provider does not understand the request.', ru: 'Провайдер модели не понимает запрос.' },
  'invalid-provider-answer': {
    en: 'The model provider answers otherwise than it should.',
    ru: 'Провайдер модели отвечает не так, как должен.',
  },
  'invalid-answer': { en: 'The model gave no usable answer.', ru: 'Модель не дала пригодного ответа.' },
  refused: { en: 'The model declines to write about this.', ru: 'Модель отказалась писать на эту тему.' },
  length: { en: 'The answer of the model was cut off.', ru: 'Ответ модели оборван.' },
  'budget-exhausted': { en: 'Today’s budget for language models is used up.', ru: 'Дневной бюджет на языковые модели исчерпан.' },
  'no-model': { en: 'No language model is set up for this.', ru: 'Для этой задачи не настроена языковая модель.' },
  internal: { en: 'Something went wrong on our side.', ru: 'Внутренняя ошибка.' },
};

const needsAdministrator: ReadonlySet<GenerationFailure['code']> = new Set([
  'address-refused',
  'certificate',
  'unauthorized',
  'forbidden',
  'payment-required',
  'model-not-found',
  'no-model',
]);

/** What failed, and who has to mend it. */
export function explainFailure({ code }: GenerationFailure, locale: Locale): string {
  const reason = reasons[code][locale];
  return needsAdministrator.has(code) ? `${reason} ${tellAdministrator[locale]}` : reason;
}

export function describeFailure(failure: GenerationFailure, locale: Locale): NonNullable<Generation['failure']> {
  return { code: failure.code, message: `${explainFailure(failure, locale)} ${goOn[locale]}`, resumable: true };
}
