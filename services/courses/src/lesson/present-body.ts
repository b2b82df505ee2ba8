import type { lesson as contract } from '@lyceum/contracts/courses/outline';
import type { z } from 'zod';
import { toMeetingOpening } from '../content/meeting-opening.ts';
import { descriptionBlock } from '../content/show-content.ts';
import type { CourseFileRow } from '../course-file/course-file.entity.ts';
import type { LessonVersionRow } from '../revision/lesson-version.entity.ts';

type Body = z.input<typeof contract>['body'];

interface Circumstances {
  readonly now: Date;
  /** Deadline of an assignment. */
  readonly dueAt: Date | null;
  /** What a lesson of this type leads to; null when it is no such lesson, or when the file is gone. */
  readonly file: CourseFileRow | null;
}

/** What a learner reads of a lesson that is open. */
export function presentBody({ content, shown, questions }: LessonVersionRow, { now, dueAt, file }: Circumstances): Body {
  const description = shown.find(({ id }) => id === descriptionBlock)?.html ?? '';
  switch (content.type) {
    case 'text':
      return { type: 'text', blocks: shown };
    case 'video': {
      const { url, durationSeconds, transcript } = content;
      return { type: 'video', url, durationSeconds, transcript, description };
    }
    case 'file': {
      const { name = '', type: mediaType = '', size = 0 } = file ?? {};
      return { type: 'file', name, mediaType, size, description };
    }
    case 'link':
      return { type: 'link', url: content.url, description };
    case 'quiz': {
      const { questions: _sources, shuffle: _order, ...rules } = content.settings;
      return { type: 'quiz', questions, ...rules, description };
    }
    case 'meeting': {
      const { startsAt, durationMinutes } = content;
      const isNear = toMeetingOpening(content) <= now.getTime();
      return { type: 'meeting', url: isNear ? content.url : null, startsAt, durationMinutes, description };
    }
    case 'assignment': {
      const { takes, points, rubric, late, maxSubmissions } = content;
      return { type: 'assignment', description, takes, points, rubric, dueAt, late, maxSubmissions };
    }
  }
}
