/** Help articles are searched as lessons of a course that no school has. */
export const helpCourseId = '00000000-0000-7000-8000-000000000000';
