import { streamRoute } from '@lyceum/common/http';
import { tutor } from '@lyceum/contracts/chatbot/conversation';
import { streamAnswer } from '@lyceum/contracts/chatbot/message';
import type { MessageRow } from '../../conversing/message/message.entity.ts';
import { openAnswerLog } from '../answer-log/answer-log.ts';
import { isPending, type ReaderNeeds, type Reading, readAnswer } from './read-answer.ts';

/** After so long without a word it is looked at whether anybody still writes. */
const silenceMs = 5_000;
const entryId = /^\d{1,16}-\d{1,10}$/;

/** An answer as it is written, then whole. Whoever comes again goes on behind the last entry they had. */
export function answerStream(needs: ReaderNeeds) {
  return streamRoute(streamAnswer, { access: tutor.ask }, async function* ({ params, ctx, actor, signal, lastEventId }) {
    const reading = { ctx, actor };
    const { row, shown } = await readAnswer(needs, reading, params.messageId);
    if (!isPending(row) && lastEventId === toEndId(row)) return;
    if (isPending(row)) yield* follow(needs, reading, row, { signal, lastEventId, isWithheld: shown.withheld });
    if (signal.aborted) return;
    const last = await readAnswer(needs, reading, params.messageId);
    yield { id: toEndId(last.row), data: { type: 'end' as const, message: last.shown } };
  });
}

const toEndId = ({ request }: Pick<MessageRow, 'request'>) => `end-${request?.draft ?? 0}`;

interface Following {
  readonly signal: AbortSignal;
  readonly lastEventId: string | undefined;
  /** Whether its text is kept back: then only its end is of interest. */
  readonly isWithheld: boolean;
}

/** What is written of an answer, until it is final or the signal. */
async function* follow(needs: ReaderNeeds, reading: Reading, row: MessageRow, { signal, lastEventId, isWithheld }: Following) {
  const leaving = new AbortController();
  const leave = () => leaving.abort();
  signal.addEventListener('abort', leave, { once: true });
  const after = lastEventId !== undefined && entryId.test(lastEventId) ? lastEventId : undefined;
  const entries = openAnswerLog(needs.logs, reading.ctx.space, row).follow({ after, signal: leaving.signal });
  const silence = createSilence();
  try {
    let next = entries.next();
    while (!leaving.signal.aborted) {
      const turn = await Promise.race([next, silence.next()]);
      if (turn === 'silence') {
        if (!isPending((await readAnswer(needs, reading, row.id)).row)) return;
        continue;
      }
      if (turn.done || turn.value.entry.type === 'end') return;
      next = entries.next();
      if (!isWithheld) yield { id: turn.value.id, data: turn.value.entry };
    }
  } finally {
    silence.end();
    signal.removeEventListener('abort', leave);
    leave();
  }
}

/** Resolves, each time it is waited for, when so long nothing else has come. */
function createSilence() {
  let waiting = Promise.withResolvers<'silence'>();
  const timer = setTimeout(() => waiting.resolve('silence'), silenceMs).unref();
  return {
    next(): Promise<'silence'> {
      waiting = Promise.withResolvers();
      timer.refresh();
      return waiting.promise;
    },
    end: () => clearTimeout(timer),
  };
}
