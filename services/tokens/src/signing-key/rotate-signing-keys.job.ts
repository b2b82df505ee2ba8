import type { Schedule } from '@lyceum/common/jobs';
import { defineJob, handle, type JobHandler } from '@lyceum/common/jobs';
import { z } from 'zod';
import type { KeyRing } from './key-ring.ts';
import { rotateSigningKeys } from './rotate-signing-keys.ts';

const job = defineJob('tokens.rotate-signing-keys', z.object({}), { attempts: 5, backoffMs: 1000 });

/** It looks every hour, and rotates when it is time. */
export const signingKeySchedule: Schedule = { job, everySeconds: 3600 };

export function rotateSigningKeysJob({ keyRing, secret }: { keyRing: KeyRing; secret: string }): JobHandler {
  return handle(job, async (_payload, run) => {
    await run.transact((db) => rotateSigningKeys(db, run.ctx.now(), secret));
    await keyRing.reload();
  });
}
