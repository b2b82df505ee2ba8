import type { LessonContent } from '@lyceum/contracts/courses/lesson-content';

/** The video of the library that a lesson shows; null of any other. What was written before there was a library has no such id. */
export function findVideoId(content: LessonContent): string | null {
  return content.type === 'video' ? (content.videoId ?? null) : null;
}
