import { spaceColumn } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';

export interface CategoryRow {
  id: string;
  title: string;
}

export const CategoryEntity = new EntitySchema<CategoryRow>({
  name: 'category',
  tableName: 'course_categories',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    title: { type: 'text', collation: 'und-x-icu' },
  },
  uniques: [{ name: 'course_categories_title', columns: ['spaceId', 'title'] }],
});
