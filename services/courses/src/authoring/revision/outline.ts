import type { CompletionRule, LessonContent, Opening } from '@lyceum/contracts/courses/lesson-content';

/** A lesson of a published course, without what it is made of. */
export interface OutlineLesson {
  readonly id: string;
  /** What it is made of: another version for every other content or title. */
  readonly versionId: string;
  readonly title: string;
  readonly type: LessonContent['type'];
  readonly required: boolean;
  readonly completion: CompletionRule;
  readonly opening: Opening;
}

export interface OutlineModule {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly lessons: readonly OutlineLesson[];
}

/** What somebody learns by, as one value that never changes. */
export interface Outline {
  readonly title: string;
  readonly sequential: boolean;
  readonly modules: readonly OutlineModule[];
}

export function listLessons({ modules }: Outline): OutlineLesson[] {
  return modules.flatMap(({ lessons }) => lessons);
}
