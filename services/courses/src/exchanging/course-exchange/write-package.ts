import type { courseExport } from '@lyceum/contracts/courses/course-export';
import type { shownBlock } from '@lyceum/contracts/courses/lesson-content';
import type { z } from 'zod';
import type { Failure } from '../exchange/failure.ts';
import type { CourseTree } from '../tree/course-tree.ts';
import { writeCartridge } from './common-cartridge/write-cartridge.ts';
import type { WrittenCourse } from './course-package.ts';
import { writeCourse } from './lyceum/write-course.ts';
import { maxTextBytes } from './package-limits.ts';

interface CourseToWrite {
  readonly format: z.output<typeof courseExport>['format'];
  readonly tree: CourseTree;
  /** Lessons as they are read, by their ids. */
  readonly shown: ReadonlyMap<string, readonly z.output<typeof shownBlock>[]>;
}

export const tooLarge: Failure = {
  failure: {
    en: 'The texts of the course have more than 30 MB: divide it.',
    ru: 'Тексты курса занимают больше 30 МБ: разделите его.',
  },
};

/** What a package is made of, or why there can be none. */
export function writePackage({ format, tree, shown }: CourseToWrite): WrittenCourse | Failure {
  const written = format === 'lyceum' ? writeCourse(tree) : writeCartridge(tree, shown);
  const bytes = written.texts.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  return bytes > maxTextBytes ? tooLarge : written;
}
