import { streamRoute } from '@lyceum/common/http';
import { streamGeneration } from '@lyceum/contracts/program-generation/generation';
import { programs } from '@lyceum/contracts/program-generation/program';
import { findProgram } from '../program/find-program.ts';
import { presentGeneration } from '../program/present-program.ts';
import type { ProgramRow } from '../program/program.entity.ts';
import type { ProgramPoller } from './poll-programs.ts';

/** Sends the state as it is, then each change of it, and ends with the generation. */
export function generationStream(watch: ProgramPoller) {
  return streamRoute(
    streamGeneration,
    { access: programs.readOwn },
    async function* ({ params, ctx, actor, read, signal, lastEventId }) {
      let program: ProgramRow | undefined = await read((db) => findProgram(db, actor, params.programId, { to: 'read' }));
      if (!isRunning(program) && lastEventId === String(program.version)) return;
      let seen = 0;
      while (program && !signal.aborted) {
        const { id: programId, version } = program;
        if (version !== seen) yield { id: version, data: { programId, version, generation: presentGeneration(program, ctx) } };
        if (!isRunning(program)) return;
        seen = version;
        program = await watch(ctx, programId);
      }
    },
  );
}

function isRunning({ state }: ProgramRow): boolean {
  return state === 'queued' || state === 'generating';
}
