import { spaceColumn } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';

/** A published version of a lesson; its text never changes, the captions of its video may. */
export interface LessonVersionRow {
  id: string;
  courseId: string;
  lessonId: string;
  title: string;
  moduleTitle: string;
  /** Known once it was read. */
  videoId: string | null;
  /** Null until its passages are there, and from a change of its captions until they are written anew. */
  indexedAt: Date | null;
  /** `<provider>/<model>` that made the vectors of its passages; null without. */
  embeddingModel: string | null;
}

export const LessonVersionEntity = new EntitySchema<LessonVersionRow>({
  name: 'lesson_version',
  tableName: 'lesson_versions',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    courseId: { type: 'uuid' },
    lessonId: { type: 'uuid' },
    title: { type: 'text' },
    moduleTitle: { type: 'text' },
    videoId: { type: 'uuid', nullable: true },
    indexedAt: { type: 'timestamptz', nullable: true },
    embeddingModel: { type: 'text', nullable: true },
  },
  indices: [
    { name: 'lesson_versions_of_course', columns: ['spaceId', 'courseId'] },
    { name: 'lesson_versions_of_video', columns: ['spaceId', 'videoId'] },
  ],
});
