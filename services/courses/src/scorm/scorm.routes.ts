import { route, routeWithOwnTransactions } from '@lyceum/common/http';
import { findPage } from '@lyceum/common/pagination';
import { courses } from '@lyceum/contracts/courses/course';
import { enrolments } from '@lyceum/contracts/courses/enrolment';
import * as contract from '@lyceum/contracts/courses/scorm';
import { In } from 'typeorm';
import { findCourse } from '../course/find-course.ts';
import { EnrolmentEntity } from '../enrolment/enrolment.entity.ts';
import { PersonEntity } from '../person/person.entity.ts';
import { type LaunchNeeds, launchLesson } from './launch-lesson.ts';
import { ScormStateEntity } from './scorm-state.entity.ts';

export const scormRoutes = (needs: LaunchNeeds) => [
  routeWithOwnTransactions(contract.launchScorm, { access: enrolments.own }, async ({ read, transact, ctx, actor, params }) =>
    launchLesson({ read, transact }, { ctx, actor, place: params }, needs),
  ),

  route(contract.listScormStates, { access: courses.read }, async ({ db, actor, params, query }) => {
    const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'teach' });
    const states = db.createQueryBuilder(ScormStateEntity, 'state').where({ courseId, lessonId: params.lessonId });
    const { rows, nextCursor } = await findPage(states, query, { property: 'updatedAt', direction: 'DESC' });
    const enrolled = await db.findBy(EnrolmentEntity, { id: In(rows.map(({ enrolmentId }) => enrolmentId)) });
    const personIds = new Map(enrolled.map(({ id, personId }) => [id, personId]));
    const people = await db.findBy(PersonEntity, { id: In([...personIds.values()]) });
    const names = new Map(people.map(({ id, name }) => [id, name]));
    const items = rows.flatMap((state) => {
      const personId = personIds.get(state.enrolmentId);
      return personId === undefined ? [] : [{ ...state, personId, name: names.get(personId) ?? '' }];
    });
    return { items, nextCursor };
  }),
];
