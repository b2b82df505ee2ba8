import type { LessonContent } from '@lyceum/contracts/courses/lesson-content';

/** Content without a setting that came later and is not used: what was written before it stays the same when it is saved again. */
export function toComparable(content: LessonContent): object {
  if (content.type === 'video' && !content.videoId) {
    const { videoId: _unused, ...others } = content;
    return others;
  }
  if (content.type !== 'assignment' || content.peerReview) return content;
  const { peerReview: _unused, ...others } = content;
  return others;
}

/** The same in SQL, of a column of a version. */
export const toComparableSql = (column: string): string => `('{"peerReview": null, "videoId": null}'::jsonb || ${column})`;
