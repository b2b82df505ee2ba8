import type { Actor } from '@lyceum/common/context';
import type { Sort } from '@lyceum/common/pagination';
import type { listCourses } from '@lyceum/contracts/courses/course';
import { courses } from '@lyceum/contracts/courses/course';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import type { z } from 'zod';
import { CourseEntity, type CourseRow } from './course.entity.ts';
import { CourseAuthorEntity } from './course-author.entity.ts';
import { CourseTagEntity } from './course-tag.entity.ts';

type Query = z.output<typeof listCourses.query>;

const equalFilters = ['categoryId', 'level', 'language'] as const;

/** Courses of the catalogue, or those one may change. */
export function selectCourses(db: EntityManager, actor: Pick<Actor, 'id' | 'can'>, query: Query): SelectQueryBuilder<CourseRow> {
  const found = db.createQueryBuilder(CourseEntity, 'course');
  if (query.mine) whereMine(found, actor);
  else found.andWhere("course.status = 'published'");
  for (const filter of equalFilters) {
    if (query[filter] !== undefined) found.andWhere(`course.${filter} = :${filter}`, { [filter]: query[filter] });
  }
  if (query.free !== undefined) found.andWhere(`course.price IS ${query.free ? 'NULL' : 'NOT NULL'}`);
  if (query.hoursFrom !== undefined) found.andWhere('course.hours >= :hoursFrom', { hoursFrom: query.hoursFrom });
  if (query.hoursTo !== undefined) found.andWhere('course.hours <= :hoursTo', { hoursTo: query.hoursTo });
  if (query.tag !== undefined) {
    const tagged = found.subQuery().select('tag.courseId').from(CourseTagEntity, 'tag').where('tag.tag = :tag').getQuery();
    found.andWhere(`course.id IN ${tagged}`, { tag: query.tag });
  }
  if (query.q !== undefined) found.andWhere("course.search @@ websearch_to_tsquery('russian', :q)", { q: query.q });
  return found;
}

function whereMine(found: SelectQueryBuilder<CourseRow>, actor: Pick<Actor, 'id' | 'can'>): void {
  if (actor.can(courses.updateAny)) return;
  const own = found
    .subQuery()
    .select('author.courseId')
    .from(CourseAuthorEntity, 'author')
    .where('author.personId = :reader')
    .getQuery();
  found.andWhere(`course.id IN ${own}`, { reader: actor.id });
}

export function toSort({ sort, mine }: Pick<Query, 'sort' | 'mine'>): Sort<CourseRow> {
  if (sort === 'title' || sort === '-title') return { property: 'title', direction: sort === 'title' ? 'ASC' : 'DESC' };
  return { property: mine || sort === '-createdAt' ? 'createdAt' : 'publishedAt', direction: 'DESC' };
}
