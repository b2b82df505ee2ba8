import { fail } from '@lyceum/common/errors';
import { type DiscussionPlace, discussionPlaceUnknown } from '@lyceum/contracts/courses/discussion';
import type { LessonContent } from '@lyceum/contracts/courses/lesson-content';

/** Requires that a lesson, with a video of this length in seconds, has this place. Fails with `discussion.place_unknown`. */
export function requirePlace(content: LessonContent, place: DiscussionPlace, duration: number | null): void {
  if (!hasPlace(content, place, duration)) throw fail(discussionPlaceUnknown);
}

function hasPlace(content: LessonContent, place: DiscussionPlace, duration: number | null): boolean {
  switch (place.at) {
    case 'lesson':
      return true;
    case 'block':
      return content.type === 'text' && content.blocks.some(({ id }) => id === place.blockId);
    case 'second':
      return duration !== null && place.second <= duration;
  }
}
