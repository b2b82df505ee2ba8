import { newId } from '@lyceum/common/database';
import { lessonVideosChanged } from '@lyceum/contracts/courses/lesson-video';
import { service } from './streaming-service.ts';

/** Has courses tell that lessons of a course show the videos; returns the id of the course. */
export async function buildUsages(videoIds: readonly string[], { courseId = newId(), space = 'main' } = {}): Promise<string> {
  const lessons = videoIds.map((videoId, index) => ({ lessonId: newId(), lessonTitle: `Урок ${index + 1}`, videoId }));
  const occurredAt = service.clock.now().toISOString();
  await service.deliver(lessonVideosChanged, { courseId, courseTitle: 'Физика', lessons, occurredAt }, { space });
  return courseId;
}
