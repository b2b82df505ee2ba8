import { setTimeout as delay } from 'node:timers/promises';
import { streamRoute } from '@lyceum/common/http';
import { streamGeneration } from '@lyceum/contracts/program-generation';
import { findProgram } from '../program/find-program.ts';
import { presentGeneration } from '../program/present-program.ts';

/** One read by key for each watcher, which is cheaper than telling every replica of every change. */
const lookEveryMs = 500;

const running: ReadonlySet<string> = new Set(['queued', 'generating']);

/** Sends the state as it is, then each change of it, and ends with the generation. */
export const generationStream = streamRoute(
  streamGeneration,
  { access: 'programs.read-own' },
  async function* ({ params, ctx, actor, read, signal, lastEventId }) {
    let seen = Number(lastEventId ?? 0) || 0;
    while (!signal.aborted) {
      const program = await read((db) => findProgram(db, actor, params.programId, { to: 'read' }));
      const { id: programId, version, state } = program;
      if (version > seen) yield { id: version, data: { programId, version, generation: presentGeneration(program, ctx) } };
      if (!running.has(state)) return;
      seen = version;
      // Ended early when the stream is: the loop looks at the signal.
      await delay(lookEveryMs, undefined, { signal }).catch(() => undefined);
    }
  },
);
