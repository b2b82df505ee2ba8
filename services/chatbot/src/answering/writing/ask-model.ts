import { DomainError } from '@lyceum/common/errors';
import type { AnswerFailureCode } from '@lyceum/contracts/chatbot/message';
import { modelBudgetExhausted } from '@lyceum/contracts/models/budget';
import type { FinishReason, Message } from '@lyceum/llm/language-model';
import { ModelFailure } from '@lyceum/llm/model-failure';
import type { TaskModels } from '@lyceum/llm/task-models';
import type { Restorer } from '../../guarding/personal-data/conceal.ts';
import type { AnswerLog } from '../answer-log/answer-log.ts';
import type { AnswerReader } from '../answer-reading/answer-reader.ts';

const accessEveryMs = 10_000;
const maxOutputTokens = 3000;

/** How the model ended, or was ended. */
export type ModelEnd = FinishReason | 'stopped' | 'interrupted' | AnswerFailureCode;

interface Asking {
  readonly tasks: TaskModels;
  readonly messages: readonly Message[];
  readonly reader: AnswerReader;
  /** Puts back what was concealed from the model. */
  readonly restorer: Restorer;
  readonly log: AnswerLog;
  /** Of the process, which stops, or has lost its readers. */
  readonly signal: AbortSignal;
  readonly silenceMs: number;
  /** Why the person may not read on; null while they may. */
  findRefusal(): Promise<AnswerFailureCode | null>;
}

/** Has a model write into the log, until it ends or may not go on. Its call never outlives this. */
export async function askModel({
  tasks,
  messages,
  reader,
  restorer,
  log,
  signal,
  silenceMs,
  findRefusal,
}: Asking): Promise<ModelEnd> {
  const leaving = new AbortController();
  const { promise: left, resolve } = Promise.withResolvers<ModelEnd>();
  let end: ModelEnd | undefined;
  const leave = (why: ModelEnd) => {
    end ??= why;
    resolve(end);
    leaving.abort();
  };
  const interrupt = () => leave('interrupted');
  signal.addEventListener('abort', interrupt);
  if (signal.aborted) interrupt();
  const silence = setTimeout(() => leave('stalled'), silenceMs);
  const checks = setInterval(() => {
    void findRefusal().then((refusal) => refusal && leave(refusal), interrupt);
  }, accessEveryMs);
  void log.waitForStop(leaving.signal).then((isStopped) => isStopped && leave('stopped'), interrupt);

  /** What nobody can follow is not written on: that would cost and be seen by nobody. */
  const append = (parts: Parameters<AnswerLog['append']>[0]) => log.append(parts).catch(interrupt);

  async function write(): Promise<ModelEnd> {
    let finish: FinishReason = 'stop';
    for await (const event of tasks.streamText(messages, { signal: leaving.signal, maxOutputTokens })) {
      silence.refresh();
      if (end) return end;
      if (event.type === 'finish') finish = event.finishReason;
      else await append(reader.write(restorer.push(event.text)));
      if (reader.full) break;
    }
    await append([...reader.write(restorer.end()), ...reader.end()]);
    if (reader.full === 'repeating') return reader.full;
    return reader.full === 'too-long' ? 'length' : finish;
  }

  try {
    return await Promise.race([write(), left]);
  } catch (error) {
    return end ?? toEnd(error);
  } finally {
    signal.removeEventListener('abort', interrupt);
    clearTimeout(silence);
    clearInterval(checks);
    leaving.abort();
  }
}

/** What is neither a failure of models nor of budgets is one of ours, and thrown. */
function toEnd(error: unknown): ModelEnd {
  if (error instanceof DomainError && error.problem === modelBudgetExhausted) return 'budget-exhausted';
  if (!(error instanceof ModelFailure)) throw error;
  return error.kind === 'refused' ? 'refused' : 'models-unavailable';
}
