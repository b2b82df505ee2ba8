/** Where a file of a course is kept. */
export function toCourseFileKey(space: string, objectId: string): string {
  return `${space}/course-files/${objectId}`;
}
