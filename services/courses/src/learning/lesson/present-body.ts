import type { lesson as contract } from '@lyceum/contracts/courses/outline';
import type { z } from 'zod';
import { toMeetingOpening } from '../../authoring/content/meeting-opening.ts';
import { descriptionBlock } from '../../authoring/content/show-content.ts';
import type { presentFile } from '../../authoring/course-file/find-file.ts';
import { findVideoId } from '../../authoring/library-video/find-video-id.ts';
import type { LessonVersionRow } from '../../authoring/revision/lesson-version.entity.ts';

type Body = z.input<typeof contract>['body'];

interface Circumstances {
  readonly now: Date;
  /** Deadline of an assignment. */
  readonly dueAt: Date | null;
  /** Length of a video in seconds. */
  readonly duration: number | null;
  /** What a lesson of this type leads to. */
  readonly file: Awaited<ReturnType<typeof presentFile>> | null;
}

/** What a learner reads of a lesson that is open. */
export function presentBody(
  { content, shown, questions }: LessonVersionRow,
  { now, dueAt, duration, file }: Circumstances,
): Body {
  const description = shown.find(({ id }) => id === descriptionBlock)?.html ?? '';
  switch (content.type) {
    case 'text':
      return { type: 'text', blocks: shown };
    case 'video': {
      if (duration === null) throw new Error('a lesson with a video is shown without its length');
      const { url, transcript } = content;
      return { type: 'video', videoId: findVideoId(content), url, durationSeconds: duration, transcript, description };
    }
    case 'file':
      if (!file) throw new Error('a lesson with a file is shown without it');
      return { type: 'file', ...file, description };
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
      const { takes, points, rubric, late, maxSubmissions, peerReview } = content;
      return { type: 'assignment', description, takes, points, rubric, dueAt, late, maxSubmissions, peerReview };
    }
    case 'scorm': {
      const { edition, masteryScore } = content;
      return { type: 'scorm', edition, masteryScore, description };
    }
  }
}
