import type { LessonContent } from '@lyceum/contracts/courses/lesson-content';

/** Ids of the files of the course that a lesson has, as `selectUnused` finds them too. */
export function listFileIds(content: LessonContent): string[] {
  if ('courseFileId' in content) return [content.courseFileId];
  if (content.type !== 'text') return [];
  return content.blocks.flatMap((block) => (block.type === 'image' ? [block.courseFileId] : []));
}
