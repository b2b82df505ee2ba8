import type { GradebookSettings } from '@lyceum/contracts/courses/gradebook';
import { listLessons, type Outline, type OutlineLesson } from '../../authoring/revision/outline.ts';

export interface GradedItem {
  readonly lessonId: string;
  readonly versionId: string;
  readonly title: string;
  readonly type: 'quiz' | 'assignment' | 'scorm';
  readonly categoryId: string | null;
  readonly weight: number;
}

type GradedLesson = OutlineLesson & { readonly type: GradedItem['type'] };

/** A package is graded where its score decides: others may never tell one. */
const isGraded = (lesson: OutlineLesson): lesson is GradedLesson =>
  lesson.type === 'quiz' || lesson.type === 'assignment' || (lesson.type === 'scorm' && lesson.completion.rule === 'passed');

/** Graded lessons of outlines in order, each once: those of the first outline come first. */
export function listGradedItems(outlines: readonly Outline[], { items }: Pick<GradebookSettings, 'items'>): GradedItem[] {
  const settings = new Map(items.map((item) => [item.lessonId, item]));
  const lessons = new Map<string, GradedLesson>();
  for (const lesson of outlines.flatMap(listLessons).filter(isGraded)) {
    if (!lessons.has(lesson.id)) lessons.set(lesson.id, lesson);
  }
  return [...lessons.values()].map(({ id: lessonId, versionId, title, type }) => {
    const { categoryId = null, weight = 1 } = settings.get(lessonId) ?? {};
    return { lessonId, versionId, title, type, categoryId, weight };
  });
}
