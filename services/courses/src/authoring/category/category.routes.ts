import { newId } from '@lyceum/common/database';
import { fail } from '@lyceum/common/errors';
import { route } from '@lyceum/common/http';
import * as contract from '@lyceum/contracts/courses/category';
import { categories, categoryNotFound, categoryTooMany } from '@lyceum/contracts/courses/category';
import { CategoryEntity } from './category.entity.ts';

const maxCategories = 200;

export const categoryRoutes = [
  route(contract.listCategories, { access: categories.read }, async ({ db }) => ({
    items: await db.find(CategoryEntity, { order: { title: 'ASC' }, take: maxCategories }),
  })),

  route(contract.createCategory, { access: categories.manage }, async ({ db, body }) => {
    await db.query("SELECT pg_advisory_xact_lock(hashtextextended('course_categories ' || current_setting('app.space'), 0))");
    if ((await db.count(CategoryEntity)) >= maxCategories) throw fail(categoryTooMany);
    const category = { ...body, id: newId() };
    await db.insert(CategoryEntity, category);
    return category;
  }),

  route(contract.updateCategory, { access: categories.manage }, async ({ db, params, body }) => {
    const { affected } = await db.update(CategoryEntity, { id: params.categoryId }, body);
    if (!affected) throw fail(categoryNotFound);
    return { id: params.categoryId, ...body };
  }),

  route(contract.deleteCategory, { access: categories.manage }, async ({ db, params }) => {
    const { affected } = await db.delete(CategoryEntity, { id: params.categoryId });
    if (!affected) throw fail(categoryNotFound);
  }),
];
