import { defineProblem } from '../define/problem.ts';

/** RFC 9110 15.5.17. The answer says in `Content-Range` how long the file is. */
export const contentRangeNotSatisfiable = defineProblem('content.range_not_satisfiable', 416, {
  en: 'The file has no such bytes',
  ru: 'В файле нет запрошенного диапазона',
});
