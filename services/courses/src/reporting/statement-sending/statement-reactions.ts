import { on } from '@lyceum/common/outbox';
import { achievementAwarded } from '@lyceum/contracts/courses/achievement';
import { workGraded, workSubmitted } from '@lyceum/contracts/courses/assignment';
import { attemptGraded } from '@lyceum/contracts/courses/attempt';
import { certificateIssued } from '@lyceum/contracts/courses/certificate';
import { courseCompleted, enrolmentEndedEvent, learnerEnrolled } from '@lyceum/contracts/courses/enrolment';
import { attemptRegraded } from '@lyceum/contracts/courses/regrade';
import { lessonCompleted } from '@lyceum/contracts/courses/study';
import { PersonEntity } from '../../enrolling/person/person.entity.ts';
import type { Happening } from '../statement/fact.ts';
import { findFactCourse, findFactLesson, findGradedAttempt, findRegradedAttempt } from './find-happening.ts';
import { noteStatements } from './note-statements.ts';

export const statementReactions = [
  on(learnerEnrolled, 'courses.note-statement-of-enrolment', (fact, delivery) =>
    noteStatements(delivery, fact, async (db) => {
      const course = await findFactCourse(db, fact.courseId);
      return { kind: 'enrolled', course, enrolmentId: fact.enrolmentId };
    }),
  ),
  on(enrolmentEndedEvent, 'courses.note-statement-of-end', (fact, delivery) =>
    noteStatements(delivery, fact, async (db) => {
      const course = await findFactCourse(db, fact.courseId);
      return { kind: 'enrolment-ended', course, enrolmentId: fact.enrolmentId };
    }),
  ),
  on(courseCompleted, 'courses.note-statement-of-course', (fact, delivery) =>
    noteStatements(delivery, fact, async (db) => {
      const course = await findFactCourse(db, fact.courseId);
      return { kind: 'course-completed', course, enrolmentId: fact.enrolmentId };
    }),
  ),
  on(lessonCompleted, 'courses.note-statement-of-lesson', (fact, delivery) =>
    noteStatements(delivery, fact, async (db): Promise<Happening> => {
      const { course, enrolmentId, lesson } = await findFactLesson(db, fact);
      return { kind: 'lesson-completed', course, enrolmentId, lesson, percent: fact.percent };
    }),
  ),
  on(attemptGraded, 'courses.note-statements-of-attempt', (fact, delivery) =>
    noteStatements(delivery, fact, (db) => findGradedAttempt(db, fact)),
  ),
  on(attemptRegraded, 'courses.note-statement-of-regrade', (fact, delivery) =>
    noteStatements(delivery, fact, (db) => findRegradedAttempt(db, fact)),
  ),
  on(workSubmitted, 'courses.note-statement-of-submission', (fact, delivery) =>
    noteStatements(delivery, fact, async (db): Promise<Happening> => {
      const { course, enrolmentId, lesson } = await findFactLesson(db, fact);
      return { kind: 'work-submitted', course, enrolmentId, lesson };
    }),
  ),
  on(workGraded, 'courses.note-statement-of-grade', (fact, delivery) =>
    noteStatements(delivery, fact, async (db): Promise<Happening> => {
      const { course, enrolmentId, lesson } = await findFactLesson(db, fact);
      const { points, maxPoints, percent, decision } = fact;
      const accepted = decision === 'accept';
      return { kind: 'work-graded', course, enrolmentId, lesson, points, maxPoints, percent, accepted };
    }),
  ),
  on(certificateIssued, 'courses.note-statement-of-certificate', (fact, delivery) =>
    noteStatements(delivery, fact, async (db) => {
      const course = await findFactCourse(db, fact.courseId);
      const certificate = { id: fact.certificateId, title: fact.title };
      return { kind: 'certificate-issued', course, enrolmentId: fact.enrolmentId, certificate };
    }),
  ),
  on(achievementAwarded, 'courses.note-statement-of-award', (fact, delivery) =>
    noteStatements(delivery, fact, async (db) => {
      const course = fact.courseId === null ? null : await findFactCourse(db, fact.courseId);
      const person = course ? null : await db.findOneBy(PersonEntity, { id: fact.personId });
      const language = course?.language ?? person?.locale ?? 'en';
      return { kind: 'achievement-awarded', achievement: { id: fact.achievementId, title: fact.title }, course, language };
    }),
  ),
];
