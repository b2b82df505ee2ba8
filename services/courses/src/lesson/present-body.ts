import type { lesson as contract } from '@lyceum/contracts/courses/outline';
import type { z } from 'zod';
import { descriptionBlock } from '../content/show-content.ts';
import type { LessonVersionRow } from '../revision/lesson-version.entity.ts';

type Body = z.input<typeof contract>['body'];

/** How long before a meeting its address is told. */
const meetingLeadMs = 15 * 60_000;

/** What a learner reads of a lesson that is open. */
export function presentBody({ content, shown, questions }: LessonVersionRow, now: Date): Body {
  const description = shown.find(({ id }) => id === descriptionBlock)?.html ?? '';
  switch (content.type) {
    case 'text':
      return { type: 'text', blocks: shown };
    case 'video': {
      const { url, durationSeconds, transcript } = content;
      return { type: 'video', url, durationSeconds, transcript, description };
    }
    case 'link':
      return { type: 'link', url: content.url, description };
    case 'quiz': {
      const { timeLimitSeconds, maxAttempts } = content.settings;
      return { type: 'quiz', questions, timeLimitSeconds, maxAttempts, description };
    }
    case 'meeting': {
      const { startsAt, durationMinutes } = content;
      const isNear = new Date(startsAt).getTime() - meetingLeadMs <= now.getTime();
      return { type: 'meeting', url: isNear ? content.url : null, startsAt, durationMinutes, description };
    }
  }
}
