import { createHash } from 'node:crypto';
import type { LessonChange } from '@lyceum/contracts/courses/revision';
import { type EntityManager, In } from 'typeorm';
import type { CourseRow } from '../course/course.entity.ts';
import { type Contents, compareOutlines, isReordered } from '../revision/compare-outlines.ts';
import { type ComposedDraft, composeOutline } from '../revision/compose-outline.ts';
import { findLastRevision } from '../revision/find-revision.ts';
import { LessonVersionEntity } from '../revision/lesson-version.entity.ts';
import { listLessons, type Outline } from '../revision/outline.ts';
import type { RevisionRow } from '../revision/revision.entity.ts';

/** The draft beside what newcomers get now. */
export interface DraftComparison {
  readonly draft: ComposedDraft;
  /** The same for the same draft. */
  readonly fingerprint: string;
  readonly last: RevisionRow | null;
  readonly changes: LessonChange[];
  readonly isReordered: boolean;
}

const noOutline: Outline = { title: '', sequential: false, modules: [] };

export async function compareDraft(db: EntityManager, course: CourseRow): Promise<DraftComparison> {
  const draft = await composeOutline(db, course);
  const last = await findLastRevision(db, course);
  const before = last?.outline ?? noOutline;
  const contents = { before: await findContents(db, before), after: draft.versions };
  return {
    draft,
    fingerprint: createHash('sha256').update(JSON.stringify(draft.outline)).digest('base64url'),
    last,
    changes: compareOutlines(
      { outline: before, contents: contents.before },
      { outline: draft.outline, contents: contents.after },
    ),
    isReordered: last !== null && isReordered(before, draft.outline),
  };
}

async function findContents(db: EntityManager, outline: Outline): Promise<Contents> {
  const ids = listLessons(outline).map(({ versionId }) => versionId);
  const versions = await db
    .createQueryBuilder(LessonVersionEntity, 'version')
    .addSelect('version.pools')
    .where({ id: In(ids) })
    .getMany();
  return new Map(versions.map(({ lessonId, content, pools }) => [lessonId, { content, pools }]));
}

/** Whether the next revision would be the last one again. */
export function isUnchanged({ last, changes, draft, isReordered: reordered }: DraftComparison): boolean {
  const { title, sequential } = draft.outline;
  const outline = last?.outline;
  return outline?.title === title && outline.sequential === sequential && changes.length === 0 && !reordered;
}
