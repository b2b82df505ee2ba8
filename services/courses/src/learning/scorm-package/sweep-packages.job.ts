import { defineJob, handle, type Schedule } from '@lyceum/common/jobs';
import { z } from 'zod';
import { ScormPackageEntity } from './scorm-package.entity.ts';

const job = defineJob('courses.sweep-scorm-packages', z.object({}), { attempts: 3, backoffMs: 10_000 });

export const sweepPackagesSchedule: Schedule = { job, everySeconds: 86_400 };

/** Forgets the entries of packages whose file is gone, of all spaces. */
export const sweepPackagesJob = handle(job, async (_payload, run) => {
  await run.inEachSpace(ScormPackageEntity, async ({ transact }) => {
    await transact((db) =>
      db.query(
        'DELETE FROM scorm_packages p WHERE NOT EXISTS (SELECT 1 FROM course_files f WHERE f.space_id = p.space_id AND f.object_id = p.object_id)',
      ),
    );
  });
});
