import type { Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import type { JobRun } from '@lyceum/common/jobs';
import type { Storage } from '@lyceum/common/storage';
import type { EntityManager } from 'typeorm';
import type { VideoRow } from '../../library/video/video.entity.ts';
import { EncodingEntity, type EncodingRow } from '../encoding/encoding.entity.ts';
import { type Claimed, findWanted, isOpen, Superseded, Unwanted } from '../encoding/encoding-steps.ts';
import type { MasterKeys } from '../encryption/master-keys.ts';
import type { Ffmpeg } from '../ffmpeg/create-ffmpeg.ts';
import { OutOfResources, Unencodable } from '../ffmpeg/unencodable.ts';
import type { Destination } from '../ladder/publish-segments.ts';
import { withScratchFolder } from '../scratch/scratch-folder.ts';
import { dropUnwanted, failEncoding } from './fail-encoding.ts';
import { keepTrack, type Track } from './keep-track.ts';

export interface EncodingTools {
  readonly storage: Storage;
  readonly masterKeys: MasterKeys;
  readonly ffmpeg: Ffmpeg;
  readonly config: { readonly VIDEO_MAX_SECONDS: number; readonly WORK_DIR?: string | undefined };
}

/** What a job makes of an encoding, and with what. */
export interface EncodingWork extends EncodingTools {
  readonly run: JobRun;
  readonly track: Track;
  readonly encoding: EncodingRow;
  readonly video: VideoRow;
  readonly to: Destination;
  /** Empty, and removed afterwards. */
  readonly folder: string;
}

/** Does the work of a job for an encoding, if anybody wants it, and says in its rows when it fails for good. */
export async function runEncoding(
  tools: EncodingTools,
  run: JobRun,
  id: string,
  work: (work: EncodingWork) => Promise<void>,
): Promise<void> {
  const wanted = await run.transact((db) => claim(db, run.ctx, id));
  if (!wanted) return dropUnwanted(tools, run, { id });
  if (!isOpen(wanted.encoding)) return;
  const track = keepTrack(run, wanted.encoding);
  try {
    const { storage, masterKeys } = tools;
    const masterKey = masterKeys.open(wanted.encoding.masterKey, id);
    const to = { storage, masterKey, space: run.ctx.space, encodingId: id };
    await withScratchFolder(tools.config.WORK_DIR, run.ctx.now(), (folder) =>
      work({ ...tools, ...wanted, run, track, to, folder }),
    );
  } catch (error) {
    await endWork(tools, run, wanted.encoding, track.signal.aborted ? track.signal.reason : error);
  } finally {
    await track.stop();
  }
}

/** From now on the work is that of this run: another one that still goes on ends by itself. */
async function claim(db: EntityManager, ctx: Context, id: string) {
  const wanted = await findWanted(db, id);
  if (!wanted || !isOpen(wanted.encoding)) return wanted;
  const mine = { runId: newId(), seenAt: ctx.now() };
  await db.update(EncodingEntity, { id }, mine);
  return { ...wanted, encoding: { ...wanted.encoding, ...mine } };
}

async function endWork(tools: EncodingTools, run: JobRun, { id, runId }: Claimed, error: unknown): Promise<void> {
  if (error instanceof Unwanted) return dropUnwanted(tools, run, { id, runId });
  if (error instanceof Superseded) return run.ctx.log.warn({ encodingId: id, runId }, 'another run makes the video');
  if (error instanceof Unencodable) {
    run.ctx.log.info({ encodingId: id, reason: error.message }, 'video cannot be encoded');
    return failEncoding(tools, run, { id, runId }, error.code);
  }
  if (run.isFinal(error)) await failEncoding(tools, run, { id, runId }, isShortage(error) ? 'out-of-resources' : 'interrupted');
  throw error;
}

/** Of memory, or of room on the disk. */
const isShortage = (error: unknown) =>
  error instanceof OutOfResources ||
  (error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'ENOMEM'));
