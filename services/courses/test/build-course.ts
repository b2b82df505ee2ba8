import { newId } from '@lyceum/common/database';
import type { TestService } from '@lyceum/testing/service';
import { CourseEntity, type CourseRow } from '../src/course/course.entity.ts';

export async function buildCourse(service: TestService, overrides: Partial<CourseRow> = {}, space = 'main'): Promise<CourseRow> {
  const course = { id: newId(), title: 'First', version: 1, createdAt: service.clock.now(), ...overrides };
  await service.rows((db) => db.insert(CourseEntity, course), space);
  return course;
}
