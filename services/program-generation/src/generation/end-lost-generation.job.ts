import { handle } from '@lyceum/common/jobs';
import { ProgramEntity } from '../program/program.entity.ts';
import { failGeneration } from './end-generation.ts';
import { ProgramRunEntity } from './program-run.entity.ts';
import { endLostGeneration, heartbeatTimeoutMs, scheduleWatchdog } from './queue-generation.ts';

/**
 * A queue that lost its data has no job any more, and nothing runs that could say so. A run that was silent at two looks in a row
 * is lost; one look is not enough, because after a pause of the whole installation everybody was silent.
 */
export const handleEndLostGeneration = handle(endLostGeneration, async (look, { ctx, transact }) => {
  const { programId, jobId, silent } = look;
  await transact(async (db) => {
    const program = await db.findOne(ProgramEntity, { where: { id: programId }, lock: { mode: 'pessimistic_write' } });
    const run = await db.findOneBy(ProgramRunEntity, { programId, jobId });
    if (!program || !run) return;
    const isSilent = program.state === 'generating' && ctx.now().getTime() - run.heartbeatAt.getTime() > heartbeatTimeoutMs;
    if (isSilent && run.runId === silent) await failGeneration(db, ctx, program, { code: 'internal' });
    else await scheduleWatchdog(db, ctx, { programId, jobId, silent: isSilent ? run.runId : null });
  });
});
