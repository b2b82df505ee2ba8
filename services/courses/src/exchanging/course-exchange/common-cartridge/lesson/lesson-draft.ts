import type { Texts } from '@lyceum/contracts/shared/texts';
import type { z } from 'zod';
import type { Lost } from '../../../question-exchange/read-question.ts';
import type { treeLesson } from '../../../tree/course-tree.ts';

export type ContentDraft = z.input<typeof treeLesson>['content'];

interface LessonDraft {
  /** As the document says; empty when it says nothing. */
  readonly title: string;
  /** A picture in it has the name of its entry for the id of its file. */
  readonly content: ContentDraft;
  readonly changes: Iterable<Texts>;
  /** Entries to download that its text leads to. */
  readonly files: readonly string[];
  /** Entries that it uses in any way. */
  readonly used: readonly string[];
}

export type ReadLesson = LessonDraft | Lost;
