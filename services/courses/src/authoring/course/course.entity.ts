import { spaceColumn } from '@lyceum/common/database';
import type { Course } from '@lyceum/contracts/courses/course';
import { EntitySchema } from 'typeorm';
import { CategoryEntity } from '../category/category.entity.ts';

export interface CourseRow
  extends Pick<
    Course,
    | 'id'
    | 'ownerId'
    | 'title'
    | 'summary'
    | 'description'
    | 'descriptionHtml'
    | 'language'
    | 'level'
    | 'categoryId'
    | 'tags'
    | 'coverUrl'
    | 'coverImageId'
    | 'price'
    | 'enrolment'
    | 'sequential'
    | 'hours'
    | 'status'
    | 'revision'
    | 'programId'
    | 'outcomes'
    | 'version'
  > {
  /** Made of title, summary, description and tags; never read. */
  search?: string;
  createdAt: Date;
  updatedAt: Date;
  publishedAt: Date | null;
}

export const CourseEntity = new EntitySchema<CourseRow>({
  name: 'course',
  tableName: 'courses',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    ownerId: { type: 'uuid' },
    title: { type: 'text', collation: 'und-x-icu' },
    summary: { type: 'text' },
    description: { type: 'text' },
    descriptionHtml: { type: 'text' },
    language: { type: 'text' },
    level: { type: 'text' },
    categoryId: {
      type: 'uuid',
      nullable: true,
      foreignKey: { target: CategoryEntity, name: 'courses_category', onDelete: 'RESTRICT' },
    },
    tags: { type: 'jsonb' },
    coverUrl: { type: 'text', nullable: true },
    coverImageId: { type: 'uuid', nullable: true },
    price: { type: 'jsonb', nullable: true },
    enrolment: { type: 'text' },
    sequential: { type: 'boolean' },
    hours: { type: 'integer', nullable: true },
    status: { type: 'text' },
    revision: { type: 'integer', nullable: true },
    programId: { type: 'uuid', nullable: true },
    outcomes: { type: 'jsonb' },
    search: {
      type: 'tsvector',
      generatedType: 'STORED',
      asExpression: "to_tsvector('russian', title || ' ' || summary || ' ' || description || ' ' || tags::text)",
      select: false,
      insert: false,
      update: false,
    },
    createdAt: { type: 'timestamptz' },
    updatedAt: { type: 'timestamptz' },
    publishedAt: { type: 'timestamptz', nullable: true },
    version: { type: 'integer' },
  },
  checks: [
    { name: 'courses_status', expression: "status IN ('draft', 'published', 'archived')" },
    { name: 'courses_published', expression: "(status = 'draft') = (revision IS NULL)" },
    { name: 'courses_published_at', expression: '(revision IS NULL) = (published_at IS NULL)' },
  ],
  uniques: [{ name: 'courses_program', columns: ['spaceId', 'programId'] }],
  indices: [
    { name: 'courses_catalogue', columns: ['spaceId', 'status', 'publishedAt', 'id'] },
    { name: 'courses_by_title', columns: ['spaceId', 'status', 'title', 'id'] },
    { name: 'courses_of_space', columns: ['spaceId', 'createdAt', 'id'] },
    { name: 'courses_of_category', columns: ['spaceId', 'categoryId'] },
    // A GIN index, which EntitySchema cannot describe: the migration has it.
    { name: 'courses_search', columns: ['search'], synchronize: false },
  ],
});
