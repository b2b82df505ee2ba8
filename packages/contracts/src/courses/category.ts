import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { definePermission } from '../define/permission.ts';
import { defineProblem } from '../define/problem.ts';
import { id, line } from '../shared/fields.ts';

export const categories = {
  read: definePermission('course-categories.read', ['user', 'staff', 'admin']),
  manage: definePermission('course-categories.manage', ['staff', 'admin']),
};

export const categoryNotFound = defineProblem('category.not_found', 404, {
  en: 'There is no such category',
  ru: 'Такой рубрики нет',
});
export const categoryTitleTaken = defineProblem('category.title_taken', 409, {
  en: 'Another category has this title',
  ru: 'Рубрика с таким названием уже есть',
});
export const categoryInUse = defineProblem('category.in_use', 409, {
  en: 'Courses belong to the category',
  ru: 'К рубрике относятся курсы',
});

const category = z
  .object({ id: id.describe('Id of the category'), title: line(1, 100).describe('Title of the category') })
  .meta({ id: 'CourseCategory', description: 'A category of courses' });

const body = z.strictObject({
  title: line(1, 100).meta({ description: 'Title of the category', examples: ['Программирование'] }),
});
const params = z.strictObject({ categoryId: id.describe('Id of the category') });

export const listCategories = defineEndpoint('listCategories', 'GET /courses/categories', {
  summary: 'All categories by title; a space has at most 200',
  response: z.object({ items: z.array(category).describe('The categories') }),
});

export const categoryTooMany = defineProblem('category.too_many', 409, {
  en: 'The space has 200 categories already',
  ru: 'В пространстве уже 200 рубрик',
});

export const createCategory = defineEndpoint('createCategory', 'POST /courses/categories', {
  summary: 'Make a category',
  body,
  response: category,
  status: 201,
  errors: [categoryTitleTaken, categoryTooMany],
});

export const updateCategory = defineEndpoint('updateCategory', 'PUT /courses/categories/:categoryId', {
  summary: 'Give a category another title',
  params,
  body,
  response: category,
  errors: [categoryNotFound, categoryTitleTaken],
});

export const deleteCategory = defineEndpoint('deleteCategory', 'DELETE /courses/categories/:categoryId', {
  summary: 'Delete a category without courses',
  params,
  errors: [categoryNotFound, categoryInUse],
});
