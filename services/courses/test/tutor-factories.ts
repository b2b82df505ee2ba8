import { getLessonText, getTutorAccess } from '@lyceum/contracts/courses/tutor-access';
import type { TestActor } from '@lyceum/testing/actors';
import { askAsService } from './ask-as-service.ts';

/** What the tutor is told of a course for a person. */
export const askTutorAccess = (person: TestActor, courseId: string) =>
  askAsService('chatbot', getTutorAccess, { courseId }, person);

export const askText = (person: TestActor, versionId: string) => askAsService('chatbot', getLessonText, { versionId }, person);
