import type { OnBehalf } from '@lyceum/common/service-client';
import { requireNoAttempt, requireOpenLesson, type Study, type StudyGate } from '../../gate/study-gate.ts';
import type { PracticeQuizRow } from './practice-quiz.entity.ts';

/** Practice is for lessons that are open at this moment, and not while a graded quiz is taken. The version to practise, and the language. */
export async function requirePractice(
  gate: StudyGate,
  { courseId, lessonId }: Pick<PracticeQuizRow, 'courseId' | 'lessonId'>,
  person: OnBehalf,
): Promise<Pick<Study, 'language'> & { versionId: string }> {
  const study = await gate(courseId, person);
  const { versionId } = requireOpenLesson(study, lessonId);
  requireNoAttempt(study);
  return { versionId, language: study.language };
}
