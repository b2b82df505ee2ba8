import { defineJob, handle, type JobHandler } from '@lyceum/common/jobs';
import { enqueue } from '@lyceum/common/outbox';
import { type EntityManager, In } from 'typeorm';
import { z } from 'zod';
import { findBlock, replaceBlock } from '../parts/document-blocks.ts';
import type { ReadyProgram } from '../program/find-program.ts';
import { ProgramEntity } from '../program/program.entity.ts';
import { toGenerationFailure } from '../writing/generation-failure.ts';
import type { BlockWriter, WrittenBlock } from './block-writer.ts';
import { ProposalEntity, type ProposalRow } from './proposal.entity.ts';
import type { ProposalFailure } from './proposal-failure.ts';

/** Waits of 3 s, 6 s and 12 s: somebody sits and waits for it. */
export const writeProposal = defineJob('program-generation.write-proposal', z.object({ proposalId: z.uuid() }), {
  attempts: 4,
  backoffMs: 3_000,
});

const unfinishedStatus = In(['queued', 'generating'] satisfies ProposalRow['status'][]);

/** Has the block written. Whichever run is first to have an answer ends the proposal; one that comes later changes nothing. */
export function handleWriteProposal({ writer }: { writer: BlockWriter }): JobHandler {
  return handle(
    writeProposal,
    async ({ proposalId: id }, run) => {
      const { ctx, transact, signal } = run;
      const claimed = await transact((db) => claim(db, id));
      if (!claimed) return;
      const { proposal, program } = claimed;
      try {
        const written = await writer.write(program, proposal, run);
        const changes = written ? readWritten(program, proposal, written) : toFailure('not-text');
        await transact((db) => end(db, id, changes));
      } catch (error) {
        // A process that stops is no failure of the proposal and takes none of its attempts.
        if (signal.aborted) {
          await transact((db) => enqueue(db, ctx, writeProposal, { proposalId: id }));
          return;
        }
        const failure =
          error instanceof z.ZodError ? { code: 'invalid-answer' as const } : toGenerationFailure(error, run.isFinal(error));
        if (failure) await transact((db) => end(db, id, toFailure(failure.code)));
        if (!failure || failure.code === 'internal') throw error;
      }
    },
    { giveUp: ({ proposalId }, { transact }) => transact((db) => end(db, proposalId, toFailure('internal'))) },
  );
}

interface Claimed {
  readonly proposal: ProposalRow;
  readonly program: ReadyProgram;
}

/** The block may have changed since it was asked for: what is written anew is the block as it is now. */
async function claim(db: EntityManager, id: string): Promise<Claimed | null> {
  const where = { id, status: unfinishedStatus };
  const proposal = await db.findOne(ProposalEntity, { where, lock: { mode: 'pessimistic_write' } });
  if (!proposal) return null;
  const program = await db
    .createQueryBuilder(ProgramEntity, 'program')
    .addSelect('program.document')
    .where({ id: proposal.programId })
    .getOneOrFail();
  const found = program.document && findBlock(program.document, proposal.block);
  const changes = { status: 'generating', ...(found && { base: found.value }) } as const;
  await db.update(ProposalEntity, { id }, { ...changes, version: () => 'version + 1' });
  if (!found || !program.document) {
    await end(db, id, toFailure('block-gone'));
    return null;
  }
  return { proposal: { ...proposal, ...changes }, program: { ...program, document: program.document } };
}

type Ending = Pick<ProposalRow, 'status'> & Partial<Pick<ProposalRow, 'failure' | 'proposed' | 'model' | 'tokens'>>;

const toFailure = (code: ProposalFailure['code']): Ending => ({ status: 'failed', failure: { code } });

/** Throws a `ZodError` when the value is none of the block. */
function readWritten({ document }: ReadyProgram, { block }: ProposalRow, { value, model, tokens }: WrittenBlock): Ending {
  const proposed = findBlock(replaceBlock(document, block, value), block)?.value ?? null;
  return { status: 'open', proposed, model, tokens };
}

async function end(db: EntityManager, id: string, changes: Ending): Promise<void> {
  await db.update(ProposalEntity, { id, status: unfinishedStatus }, { ...changes, version: () => 'version + 1' });
}
