import type { Context } from '@lyceum/common/context';
import { fail } from '@lyceum/common/errors';
import { scormLaunchNotFound } from '@lyceum/contracts/courses/scorm';
import type { EntityManager } from 'typeorm';
import { PersonEntity } from '../../enrolling/person/person.entity.ts';
import { cleanCmi } from '../scorm-data/clean-cmi.ts';
import { composeCmi } from '../scorm-data/compose-cmi.ts';
import { findLaunch } from './find-launch.ts';
import { findLaunched, findState } from './find-state.ts';

/** What the player begins with, also when its page is loaded once more. */
export async function presentLaunch(db: EntityManager, ctx: Context, params: Readonly<Record<string, string>>) {
  const launch = await findLaunch(db, ctx, params);
  const { id, enrolmentId, personId, lessonId, versionId, startedAt } = launch;
  const content = await findLaunched(db, launch);
  if (!content) throw fail(scormLaunchNotFound);
  const isKept = enrolmentId !== null && versionId !== null;
  const state = isKept ? await findState(db, { enrolmentId, lessonId, versionId }) : null;
  const person = await db.findOneBy(PersonEntity, { id: personId });
  return {
    launchId: id,
    start: `package/${content.launch}`,
    isKept,
    /** What the next commit is to be above. */
    sequence: launch.lastSequence,
    elapsedMs: ctx.now().getTime() - startedAt.getTime(),
    countedSeconds: launch.countedSeconds,
    cmi: composeCmi(content, {
      kept: state ? cleanCmi(state.cmi) : null,
      totalSeconds: state?.totalSeconds ?? 0,
      // The account stays unknown to the package.
      learner: { id: enrolmentId ?? personId, name: person?.name ?? '' },
      isPreview: !isKept,
    }),
  };
}
