import { newId } from '@lyceum/common/database';
import type { ModelCall } from '@lyceum/contracts/models/model-call';
import type { Usage } from '@lyceum/llm/language-model';
import type { Caller } from '@lyceum/llm/task-models';
import { toUsage } from '@lyceum/llm/usage';
import type { EntityManager } from 'typeorm';
import { type Reservation, reserve, settle } from '../budgets/reserve.ts';
import type { ProviderRow } from '../providers/provider.entity.ts';
import { CallEntity } from './call.entity.ts';
import { RecordingEntity } from './recording.entity.ts';

export interface CallStart {
  readonly caller: Caller;
  readonly provider: ProviderRow;
  /** Name of the model at the provider. */
  readonly model: string;
  /** What it may use at most. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** How long it may wait and run. */
  readonly lastsMs: number;
}

export interface CallRecord {
  readonly id: string;
  readonly reservation: Reservation;
  readonly recordTexts: boolean;
}

const dayMs = 24 * 3_600_000;
const textDays = 30;

/** Reserves what the call may use, or throws `model_budget.exhausted`, and notes that it runs. */
export async function recordStart(db: EntityManager, start: CallStart, now: Date): Promise<CallRecord> {
  const { caller, provider, inputTokens, outputTokens } = start;
  const { name, price } = provider.settings;
  const { cost } = toUsage({ inputTokens, outputTokens }, price);
  const amount = { tokens: inputTokens + outputTokens, micros: cost?.micros ?? 0, currency: cost?.currency ?? null };
  const reservation = await reserve(db, caller, amount, now);
  await tidy(db, now);
  const [recording] = await db.find(RecordingEntity);
  const id = newId();
  await db.insert(CallEntity, {
    id,
    task: caller.task,
    userId: caller.userId,
    provider: name,
    model: start.model,
    inputTokens: 0,
    outputTokens: 0,
    costMicros: null,
    currency: cost?.currency ?? null,
    durationMs: null,
    outcome: 'running',
    failure: null,
    createdAt: now,
    expiresAt: new Date(now.getTime() + start.lastsMs),
  });
  return { id, reservation, recordTexts: recording?.recordTexts ?? false };
}

export interface CallEnd extends Pick<ModelCall, 'failure' | 'durationMs'> {
  readonly outcome: Exclude<ModelCall['outcome'], 'running' | 'lost'>;
  readonly usage: Usage;
  readonly texts: { readonly request: unknown; readonly answer: unknown };
}

/** Also of a call that was taken for lost: its reservation is still there. */
export async function recordEnd(db: EntityManager, { id, reservation, recordTexts }: CallRecord, end: CallEnd): Promise<void> {
  const { usage, outcome, failure, durationMs, texts } = end;
  const { inputTokens, outputTokens, cost } = usage;
  await settle(db, reservation, { tokens: inputTokens + outputTokens, micros: cost?.micros ?? 0 });
  await db.query(
    `UPDATE model_calls SET input_tokens = $2, output_tokens = $3, cost_micros = $4, currency = $5, duration_ms = $6,
       outcome = $7, failure = $8, texts = $9 WHERE id = $1`,
    [
      id,
      inputTokens,
      outputTokens,
      cost?.micros ?? null,
      cost?.currency ?? null,
      durationMs,
      outcome,
      failure,
      recordTexts ? toJson(texts) : null,
    ],
  );
}

/** Finds calls whose process died, and forgets texts that are too old. Two looks into indexes that hold little else. */
async function tidy(db: EntityManager, now: Date): Promise<void> {
  await db.query("UPDATE model_calls SET outcome = 'lost' WHERE outcome = 'running' AND expires_at < $1", [now]);
  const oldest = new Date(now.getTime() - textDays * dayMs);
  await db.query('UPDATE model_calls SET texts = NULL WHERE texts IS NOT NULL AND created_at < $1', [oldest]);
}

/** Models write what jsonb refuses: U+0000 and halves of surrogate pairs. */
function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'string' ? part.replaceAll('\u0000', '').toWellFormed() : part,
  );
}
