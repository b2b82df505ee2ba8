import { fail } from '@lyceum/common/errors';
import { route } from '@lyceum/common/http';
import * as contract from '@lyceum/contracts/courses/attempt';
import { courses } from '@lyceum/contracts/courses/course';
import { lessonNotFound } from '@lyceum/contracts/courses/draft';
import { In } from 'typeorm';
import { findCourse } from '../../authoring/course/find-course.ts';
import { LessonVersionEntity } from '../../authoring/revision/lesson-version.entity.ts';
import { describeItems } from '../quiz-engine/describe-items.ts';
import { AttemptEntity } from './attempt.entity.ts';

const maxAttempts = 1000;
const titleLength = 100;

export const statisticsRoutes = [
  route(contract.getItemStatistics, { access: courses.read }, async ({ db, actor, params }) => {
    const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'teach' });
    const { lessonId } = params;
    if (!(await db.existsBy(LessonVersionEntity, { courseId, lessonId }))) throw fail(lessonNotFound);
    const attempts = await db
      .createQueryBuilder(AttemptEntity, 'attempt')
      .addSelect('attempt.items')
      .where({ courseId, lessonId, status: 'graded' })
      .orderBy('attempt.submittedAt', 'DESC')
      .limit(maxAttempts)
      .getMany();
    const versions = await db
      .createQueryBuilder(LessonVersionEntity, 'version')
      .addSelect('version.pools')
      .where({ id: In([...new Set(attempts.map(({ versionId }) => versionId))]) })
      .getMany();
    const questions = versions.flatMap(({ pools = [] }) => pools.flatMap((pool) => pool.questions));
    const titles = new Map(questions.map(({ id, content }) => [id, content.title || content.prompt.slice(0, titleLength)]));
    const graded = attempts.map(({ items = [] }) => ({
      items: items.flatMap(({ grade, answer, ...item }) => (grade ? [{ ...item, grade, answer: answer ?? undefined }] : [])),
    }));
    const statistics = describeItems(graded);
    return { items: statistics.map((item) => ({ ...item, title: titles.get(item.questionId) ?? '' })) };
  }),
];
