import { fail } from '@lyceum/common/errors';
import { route } from '@lyceum/common/http';
import * as contract from '@lyceum/contracts/program-generation/generation';
import { programNotResumable, programNotRunning } from '@lyceum/contracts/program-generation/generation';
import { createProgram, programs } from '@lyceum/contracts/program-generation/program';
import { findProgram, lockProgram } from '../program/find-program.ts';
import { presentProgram } from '../program/present-program.ts';
import { stopGeneration } from './end-generation.ts';
import { generationStream } from './generation-stream.ts';
import type { ProgramPoller } from './poll-programs.ts';
import { changeGeneration } from './program-run.ts';
import { queueGeneration } from './queue-generation.ts';
import { requestProgram } from './request-program.ts';

const access = programs.updateOwn;

export const generationRoutes = (watch: ProgramPoller) => [
  route(createProgram, { access: programs.create }, async ({ db, ctx, actor, body }) =>
    presentProgram(db, ctx, await requestProgram(db, ctx, actor, body)),
  ),

  generationStream(watch),

  route(contract.cancelGeneration, { access }, async ({ db, ctx, actor, params, ifMatch }) => {
    const program = await lockProgram(db, actor, params.programId, ifMatch);
    if (program.state !== 'queued' && program.state !== 'generating') throw fail(programNotRunning);
    await stopGeneration(db, ctx, program, { state: 'cancelled', failure: null });
    return presentProgram(db, ctx, await findProgram(db, actor, program.id, { to: 'update' }));
  }),

  route(contract.resumeGeneration, { access }, async ({ db, ctx, actor, params, ifMatch }) => {
    const program = await lockProgram(db, actor, params.programId, ifMatch);
    if (program.state !== 'failed' && program.state !== 'cancelled') throw fail(programNotResumable);
    await changeGeneration(db, ctx, { id: program.id }, { state: 'queued', failure: null });
    await queueGeneration(db, ctx, program.id);
    return presentProgram(db, ctx, await findProgram(db, actor, program.id, { to: 'update' }));
  }),
];
