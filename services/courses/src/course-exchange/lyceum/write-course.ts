import type { CourseTree } from '../../tree/course-tree.ts';
import { createNumbering, numberParts } from '../../tree/number-parts.ts';
import type { WrittenCourse } from '../course-package.ts';
import { courseEntry, formatName, formatVersion, toFileEntry } from './format.ts';

/** Everything of a course, and nothing of when and where: the same course makes the same package. */
export function writeCourse(tree: CourseTree): WrittenCourse {
  const toNumbered = createNumbering();
  const course = { format: formatName, version: formatVersion, ...numberParts(tree, toNumbered) };
  return {
    texts: [{ name: courseEntry, text: `${JSON.stringify(course, null, 1)}\n` }],
    files: new Map(tree.files.map(({ id }) => [id, toFileEntry(toNumbered(id))])),
    findings: [],
  };
}
