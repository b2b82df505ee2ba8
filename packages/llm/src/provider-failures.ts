import type { Clock } from '@lyceum/common/context';
import { z } from 'zod';
import { addressRefused } from './addresses/create-connect.ts';
import { conceal } from './conceal.ts';
import { type FailureKind, ModelFailure } from './model-failure.ts';

const kindOfStatus = new Map<number, FailureKind>([
  [401, 'unauthorized'],
  [402, 'payment-required'],
  [403, 'forbidden'],
  [404, 'model-not-found'],
  [408, 'timeout'],
  [413, 'too-large'],
  [429, 'rate-limited'],
]);

/** Characters of what a provider says: those that are read, and those that are shown. */
const maxReasonLength = 2000;
const maxShownLength = 300;

interface Refusal {
  /** `<provider>/<model>` */
  model: string;
  status: number;
  body: string;
  retryAfter?: string | string[] | undefined;
  /** Must not be repeated, should the provider have done so. */
  secrets: readonly string[];
  clock: Clock;
}

/** What an answer with an error status means. */
export function refusalFailure({ model, status, body, retryAfter, secrets, clock }: Refusal): ModelFailure {
  const whole = saidIn(body).slice(0, maxReasonLength);
  const said = conceal(whole, secrets).slice(0, maxShownLength);
  const wait = secondsUntil(String(retryAfter ?? ''), clock);
  return new ModelFailure(refusalKind(status, whole), {
    model,
    message: said ? `${status}: ${said}` : `the provider answered ${status}`,
    ...(wait !== undefined && { retryAfter: wait }),
  });
}

function refusalKind(status: number, said: string): FailureKind {
  // vLLM, llama.cpp and OpenAI say with 400 that a prompt is too long, OpenAI with 429 that nothing is left on the account.
  if ([400, 422].includes(status) && /context[ _](length|size|window)|maximum context/i.test(said)) return 'too-large';
  if (status === 429 && said.includes('insufficient_quota')) return 'payment-required';
  return kindOfStatus.get(status) ?? (status >= 500 ? 'unavailable' : 'invalid-request');
}

const text = z.string().catch('');
/** GigaChat: `{ status, message }` and `{ code, message }`; OpenAI: `{ error: { message, code } }`; FastAPI: `{ detail }`. */
const refusalBody = z
  .object({
    message: text,
    detail: text,
    error: z.union([z.string(), z.object({ message: text, code: text }).transform(({ message, code }) => `${message} ${code}`)]),
  })
  .partial()
  .catch({});

function saidIn(body: string): string {
  const { error, message, detail } = refusalBody.parse(parseJson(body));
  return (error || message || detail || '').trim();
}

/** `undefined` for what is no JSON. */
export function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** RFC 9110: seconds, or a date. */
function secondsUntil(retryAfter: string, clock: Clock): number | undefined {
  const seconds = /^\d+$/.test(retryAfter) ? Number(retryAfter) : (Date.parse(retryAfter) - clock.now().getTime()) / 1000;
  return Number.isFinite(seconds) ? Math.max(Math.ceil(seconds), 0) : undefined;
}

/** Why there is no answer, or no whole one. Only the code is told: messages of libraries may repeat headers. */
export function connectionFailure(model: string, error: unknown): ModelFailure {
  if (error instanceof ModelFailure) return error;
  const { code = 'unknown error' } = errorCode.parse(error);
  if (code === addressRefused) return addressFailure(model);
  return new ModelFailure(connectionKind(code), { model, message: `no answer of the provider: ${code}` });
}

/** Nothing was sent: no provider may be at this address. */
export function addressFailure(model: string): ModelFailure {
  const message = 'the address is not on the internet, and the operator has not named it in MODEL_PROVIDER_HOSTS';
  return new ModelFailure('address-refused', { model, message });
}

const code = z.string().optional().catch(undefined);
const errorCode = z
  .object({ code, cause: z.object({ code }).optional().catch(undefined) })
  .transform((error) => ({ code: error.code ?? error.cause?.code }))
  .catch({ code: undefined });

function connectionKind(code: string): FailureKind {
  if (/CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|HOSTNAME_MISMATCH|INVALID_(CA|PURPOSE)|PATH_LENGTH/.test(code))
    return 'certificate';
  if (code.includes('TIMEOUT') || code === 'ETIMEDOUT') return 'timeout';
  // The only part of a request that is free to be anything is the key.
  return code === 'UND_ERR_INVALID_ARG' ? 'unauthorized' : 'unavailable';
}
