import type { LessonContent } from '@lyceum/contracts/courses/lesson-content';
import type { Answer } from '@lyceum/contracts/courses/question';
import type { Locale } from '@lyceum/contracts/shared/fields';
import type { Arrangement } from '../../quizzing/quiz-engine/create-arrangement.ts';
import type { Grade } from '../../quizzing/quiz-engine/grade-answer.ts';
import type { Agent } from './statement.ts';

interface Named {
  readonly id: string;
  readonly title: string;
}

export interface FactCourse extends Named {
  readonly language: Locale;
}

export interface FactLesson extends Named {
  readonly type: LessonContent['type'];
  /** Null when the lesson is in no module of the learner’s revision any more. */
  readonly module: Named | null;
}

interface Points {
  readonly points: number;
  readonly maxPoints: number;
}

/** A question that was answered, and what that earned. */
export interface FactAnswer extends Points {
  readonly questionId: string;
  /** What was asked, as text. */
  readonly prompt: string;
  readonly answer: Answer;
  readonly arrangement: Arrangement;
  readonly fraction: number;
  readonly right: Grade['right'];
}

interface OfCourse {
  readonly course: FactCourse;
  readonly enrolmentId: string;
}

interface OfLesson extends OfCourse {
  readonly lesson: FactLesson;
}

/** What happened, whole: everything that its statements say of it. */
export type Happening =
  | (OfCourse & { readonly kind: 'enrolled' | 'enrolment-ended' | 'course-completed' })
  | (OfCourse & { readonly kind: 'certificate-issued'; readonly certificate: Named })
  | (OfLesson & { readonly kind: 'lesson-completed'; readonly percent: number | null })
  | (OfLesson & { readonly kind: 'work-submitted' })
  | (OfLesson & Points & { readonly kind: 'work-graded'; readonly percent: number; readonly accepted: boolean })
  | (OfLesson &
      Points & {
        readonly kind: 'attempt-graded';
        readonly attemptId: string;
        readonly percent: number;
        /** Null where a score decides nothing. */
        readonly passed: boolean | null;
        readonly startedAt: Date;
        readonly submittedAt: Date;
        readonly answers: readonly FactAnswer[];
      })
  | (OfLesson &
      Points & {
        readonly kind: 'attempt-regraded';
        readonly attemptId: string;
        readonly percent: number;
        /** Null where a score decides nothing. */
        readonly passed: boolean | null;
      })
  | {
      readonly kind: 'achievement-awarded';
      readonly achievement: Named;
      /** Null when it was earned in no course. */
      readonly course: FactCourse | null;
      readonly language: Locale;
    };

export interface Fact {
  /** Of this fact alone: ids of its statements follow from it. */
  readonly key: string;
  readonly actor: Agent;
  readonly occurredAt: Date;
  /** Address of the space, with which ids of activities begin. */
  readonly platformUrl: string;
  readonly happening: Happening;
}
