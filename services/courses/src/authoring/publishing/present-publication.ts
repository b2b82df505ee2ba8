import type { coursePublished } from '@lyceum/contracts/courses/revision';
import type { EventPayload } from '@lyceum/contracts/define/event';
import type { CourseRow } from '../course/course.entity.ts';
import type { RevisionRow } from '../revision/revision.entity.ts';

/** What is told of a revision that newcomers get. */
export function presentPublication(
  { id: courseId, language }: Pick<CourseRow, 'id' | 'language'>,
  { number: revision, outline, publishedBy, publishedAt }: RevisionRow,
): EventPayload<typeof coursePublished> {
  return {
    ...{ courseId, revision, title: outline.title, language, publishedBy, occurredAt: publishedAt.toISOString() },
    lessons: outline.modules.flatMap((module) =>
      module.lessons.map(({ id: lessonId, versionId, title, type }) => ({
        ...{ lessonId, versionId, title, type },
        ...{ moduleId: module.id, moduleTitle: module.title },
      })),
    ),
  };
}
