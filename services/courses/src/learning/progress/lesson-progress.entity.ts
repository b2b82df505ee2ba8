import { belongsTo, spaceKey } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';
import { EnrolmentEntity } from '../../enrolling/enrolment/enrolment.entity.ts';

/** From and to, in seconds of a video. */
export type PlayedRange = readonly [from: number, to: number];

/** How far somebody is in a lesson: what the evidence comes to. */
export interface LessonProgressRow {
  enrolmentId: string;
  lessonId: string;
  /** The version that time and ranges are of; with another one they begin anew. */
  versionId: string;
  startedAt: Date;
  activeMs: number;
  /** What was played, each second once, in order and without overlaps. */
  played: PlayedRange[];
  /** Second of the video to go on from. */
  position: number | null;
  /** Score of the quiz that counts. */
  percent: number | null;
  completedAt: Date | null;
  /** It was finished, and an author asks to finish it again. */
  retake: boolean;
}

export const LessonProgressEntity = new EntitySchema<LessonProgressRow>({
  name: 'lesson_progress',
  tableName: 'lesson_progress',
  columns: {
    ...spaceKey,
    enrolmentId: { ...belongsTo(EnrolmentEntity, 'lesson_progress_enrolment'), primary: true },
    lessonId: { type: 'uuid', primary: true },
    versionId: { type: 'uuid' },
    startedAt: { type: 'timestamptz' },
    activeMs: { type: 'integer' },
    played: { type: 'jsonb' },
    position: { type: 'double precision', nullable: true },
    percent: { type: 'double precision', nullable: true },
    completedAt: { type: 'timestamptz', nullable: true },
    retake: { type: 'boolean' },
  },
});
