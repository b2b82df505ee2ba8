import { listLessons, type Outline } from '../../authoring/revision/outline.ts';

/** Whole percent of the required lessons that are finished: 100 only when all of them are. */
export function countPercent(outline: Outline, isFinished: (lessonId: string) => boolean): number {
  return share(
    listLessons(outline).filter(({ required }) => required),
    isFinished,
  );
}

/** The same of some of its lessons; where none is required there is nothing left to do. */
export function share(required: readonly { readonly id: string }[], isFinished: (lessonId: string) => boolean): number {
  if (required.length === 0) return 100;
  return Math.floor((100 * required.filter(({ id }) => isFinished(id)).length) / required.length);
}
