import { snapshot } from '@lyceum/common/snapshots';
import { coursePublished } from '@lyceum/contracts/courses/revision';
import { CourseEntity } from '../course/course.entity.ts';
import { RevisionEntity } from '../revision/revision.entity.ts';
import { presentPublication } from './present-publication.ts';

/** All revisions, since learners may still have lessons of an early one; which is the last, `revision` says. */
export const publicationSnapshot = snapshot(coursePublished, RevisionEntity, {
  where: { variant: 0 },
  present: async (revision, db) =>
    presentPublication(await db.findOneByOrFail(CourseEntity, { id: revision.courseId }), revision),
});
