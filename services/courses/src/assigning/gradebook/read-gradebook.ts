import { type EntityManager, In } from 'typeorm';
import type { CourseRow } from '../../authoring/course/course.entity.ts';
import { findLastRevision } from '../../authoring/revision/find-revision.ts';
import { LessonVersionEntity } from '../../authoring/revision/lesson-version.entity.ts';
import { listLessons, type Outline } from '../../authoring/revision/outline.ts';
import { RevisionEntity } from '../../authoring/revision/revision.entity.ts';
import type { EnrolmentRow } from '../../enrolling/enrolment/enrolment.entity.ts';
import { PersonEntity } from '../../enrolling/person/person.entity.ts';
import { LessonProgressEntity } from '../../learning/progress/lesson-progress.entity.ts';
import { computeTotal, type Total } from './compute-total.ts';
import { findGradebook } from './find-gradebook.ts';
import { type GradedItem, listGradedItems } from './list-graded-items.ts';

interface LearnerGrades extends Total {
  readonly personId: string;
  readonly name: string;
  readonly email: string;
  readonly cohortId: string | null;
  /** In the order of the items. */
  readonly percents: (number | null)[];
}

export interface Grades {
  readonly lessons: (GradedItem & { readonly peerReview: boolean })[];
  readonly learners: LearnerGrades[];
}

/** Results of these learners. What is not in the revision of a learner counts neither for nor against them. */
export async function readGradebook(db: EntityManager, course: CourseRow, enrolments: readonly EnrolmentRow[]): Promise<Grades> {
  const { settings } = await findGradebook(db, course.id);
  const last = await findLastRevision(db, course);
  const revisions = await db.findBy(RevisionEntity, { id: In([...new Set(enrolments.map(({ revisionId }) => revisionId))]) });
  const outlines = new Map(revisions.map(({ id, outline }) => [id, outline]));
  const lessons = listGradedItems([...(last ? [last.outline] : []), ...outlines.values()], settings);
  const peerReviewed = await findPeerReviewed(db, lessons);
  const people = await findPeople(db, enrolments);
  const results = await findResults(db, enrolments, lessons);
  const learners = enrolments.map(({ id, personId, cohortId, revisionId }) => {
    const own = listIds(outlines.get(revisionId));
    const percents = lessons.map(({ lessonId }) => (own.has(lessonId) ? (results.get(toKey(id, lessonId)) ?? null) : null));
    const counted = lessons.flatMap(({ lessonId, categoryId, weight }, index) =>
      own.has(lessonId) ? [{ categoryId, weight, percent: percents[index] ?? null }] : [],
    );
    return {
      personId,
      cohortId,
      ...(people.get(personId) ?? { name: '', email: '' }),
      percents,
      ...computeTotal(counted, settings),
    };
  });
  return { lessons: lessons.map((lesson) => ({ ...lesson, peerReview: peerReviewed.has(lesson.versionId) })), learners };
}

const toKey = (enrolmentId: string, lessonId: string) => `${enrolmentId} ${lessonId}`;

const listIds = (outline: Outline | undefined) => new Set(outline ? listLessons(outline).map(({ id }) => id) : []);

/** Ids of those versions whose work learners review. */
async function findPeerReviewed(db: EntityManager, lessons: readonly GradedItem[]): Promise<ReadonlySet<string>> {
  const versions = await db
    .createQueryBuilder(LessonVersionEntity, 'version')
    .select('version.id')
    .where({ id: In(lessons.filter(({ type }) => type === 'assignment').map(({ versionId }) => versionId)) })
    .andWhere("jsonb_typeof(version.content -> 'peerReview') = 'object'")
    .getMany();
  return new Set(versions.map(({ id }) => id));
}

async function findPeople(db: EntityManager, enrolments: readonly EnrolmentRow[]) {
  const people = await db.findBy(PersonEntity, { id: In(enrolments.map(({ personId }) => personId)) });
  return new Map(people.map(({ id, name, email }) => [id, { name, email }]));
}

/** By raw rows: 50,000 entities would take a second. */
async function findResults(db: EntityManager, enrolments: readonly EnrolmentRow[], lessons: readonly GradedItem[]) {
  const rows = await db
    .createQueryBuilder(LessonProgressEntity, 'progress')
    .select(['progress.enrolmentId AS "enrolmentId"', 'progress.lessonId AS "lessonId"', 'progress.percent AS percent'])
    .where('progress.percent IS NOT NULL')
    .andWhere({ enrolmentId: In(enrolments.map(({ id }) => id)), lessonId: In(lessons.map(({ lessonId }) => lessonId)) })
    .getRawMany<{ enrolmentId: string; lessonId: string; percent: number }>();
  return new Map(rows.map(({ enrolmentId, lessonId, percent }) => [toKey(enrolmentId, lessonId), percent]));
}
