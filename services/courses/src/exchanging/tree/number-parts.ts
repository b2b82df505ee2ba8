import { type CourseTree, renameParts } from './course-tree.ts';

/** Ids of a course alone: the same course has the same ones, whichever ids its parts have elsewhere. */
export function createNumbering(): (id: string) => string {
  const numbers = new Map<string, string>();
  return (id) => {
    const known = numbers.get(id) ?? toNumberedId(numbers.size + 1);
    numbers.set(id, known);
    return known;
  };
}

/** A UUIDv7 (RFC 9562) without moment and chance. */
function toNumberedId(number: number): string {
  return `00000000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
}

/** A tree with such ids. */
export function numberParts(tree: CourseTree, toNumbered: (id: string) => string): CourseTree {
  return renameParts(tree, { lesson: toNumbered, bank: toNumbered, file: toNumbered });
}
