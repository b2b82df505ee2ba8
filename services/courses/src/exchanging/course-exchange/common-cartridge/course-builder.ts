import type { QuestionContent } from '@lyceum/contracts/courses/question';
import type { z } from 'zod';
import { maxBanks } from '../../../authoring/bank/bank-limits.ts';
import { chooseRule } from '../../../authoring/content/completion-rules.ts';
import { maxLessons } from '../../../authoring/content/course-limits.ts';
import { maxFiles } from '../../../authoring/course-file/course-file-limits.ts';
import { type TreeBank, type TreeFile, type TreeLesson, type TreeModule, treeLesson } from '../../tree/course-tree.ts';
import { toMediaType } from './page/media-types.ts';
import { toTitle } from './text/tidy-text.ts';

type ContentDraft = z.input<typeof treeLesson>['content'];

interface LessonDraft {
  readonly title: string;
  readonly content: ContentDraft;
  readonly required?: boolean;
}

/** Puts the parts of a course together, each with the next id. */
export interface CourseBuilder {
  readonly modules: readonly TreeModule[];
  readonly banks: readonly TreeBank[];
  readonly files: readonly TreeFile[];
  /** Entries by the ids of files. */
  readonly sources: ReadonlyMap<string, { readonly entry: string }>;
  isFull(): boolean;
  addModule(title: string): void;
  /** Adds to the last module; false when the contract does not take it. */
  addLesson(draft: LessonDraft): boolean;
  /** The id of a bank; another one of the same title gets a number. None when there are too many. */
  addBank(title: string, questions: readonly QuestionContent[]): string | undefined;
  /** The id of the file that an entry is; none when there are too many. */
  addFile(entry: string): string | undefined;
}

/** Nobody has counted its bytes yet: whoever stores it does. */
const uncounted = 1;

export function createCourseBuilder(): CourseBuilder {
  const modules: TreeModule[] = [];
  const banks: TreeBank[] = [];
  const files: TreeFile[] = [];
  const sources = new Map<string, { readonly entry: string }>();
  const fileIds = new Map<string, string>();
  const bankTitles = new Set<string>();
  let ids = 0;
  let lessons = 0;
  const nextId = () => {
    ids += 1;
    return `00000000-0000-7000-8000-${ids.toString(16).padStart(12, '0')}`;
  };
  return {
    modules,
    banks,
    files,
    sources,
    isFull: () => lessons >= maxLessons,
    addModule(title) {
      modules.push({ title, summary: '', lessons: [] });
    },
    addLesson({ title, content, required = true }) {
      const completion = chooseRule(content.type, undefined);
      const opening = { opens: 'at-once' as const };
      const { data } = treeLesson.safeParse({ id: nextId(), title, required, opening, content, completion, programTopic: null });
      const module = modules.at(-1);
      if (!data || !module || lessons >= maxLessons) return false;
      lessons += 1;
      module.lessons.push(data satisfies TreeLesson);
      return true;
    },
    addBank(title, questions) {
      if (banks.length >= maxBanks) return undefined;
      const free = findFree(title, bankTitles);
      bankTitles.add(free.toLowerCase());
      const id = nextId();
      banks.push({ id, title: free, questions: [...questions] });
      return id;
    },
    addFile(entry) {
      const known = fileIds.get(entry);
      if (known !== undefined || files.length >= maxFiles) return known;
      const id = nextId();
      const name =
        toTitle(entry.slice(entry.lastIndexOf('/') + 1))
          .replace(/[\\\u202A-\u202E\u2066-\u2069]/g, '')
          .trim() || 'file';
      files.push({ id, name, type: toMediaType(name), size: uncounted });
      fileIds.set(entry, id);
      sources.set(id, { entry });
      return id;
    },
  };
}

/** A title that no other bank has. */
function findFree(title: string, taken: ReadonlySet<string>): string {
  for (let number = 2, free = title; ; number += 1) {
    if (!taken.has(free.toLowerCase())) return free;
    free = `${toTitle(title)
      .slice(0, 190)
      .replace(/[\uD800-\uDBFF]$/, '')
      .trim()} (${number})`;
  }
}
