import { fail } from '@lyceum/common/errors';
import { route } from '@lyceum/common/http';
import { courseNotFound, courses } from '@lyceum/contracts/courses/course';
import * as contract from '@lyceum/contracts/courses/leaderboard';
import { Not } from 'typeorm';
import { canTeach, findCourse } from '../../authoring/course/find-course.ts';
import { EnrolmentEntity } from '../../enrolling/enrolment/enrolment.entity.ts';
import { findLeaderboard } from './find-leaderboard.ts';
import { LeaderboardParticipantEntity } from './leaderboard-participant.entity.ts';

export const leaderboardRoutes = [
  route(contract.getLeaderboard, { access: courses.read }, ({ db, actor, query }) =>
    findLeaderboard(db, actor, null, query.period),
  ),

  route(contract.getCourseLeaderboard, { access: courses.read }, async ({ db, actor, params, query }) => {
    const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'read' });
    const learns = await db.existsBy(EnrolmentEntity, { courseId, personId: actor.id, status: Not('ended') });
    if (!learns && !(await canTeach(db, actor, courseId))) throw fail(courseNotFound);
    return findLeaderboard(db, actor, courseId, query.period);
  }),

  route(contract.putLeaderboardParticipation, { access: courses.read }, async ({ db, actor, body: { visible } }) => {
    const personId = actor.id;
    if (visible === null) await db.delete(LeaderboardParticipantEntity, { personId });
    else await db.upsert(LeaderboardParticipantEntity, { personId, visible }, ['spaceId', 'personId']);
    return { visible };
  }),
];
