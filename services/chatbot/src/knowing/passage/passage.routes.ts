import { found } from '@lyceum/common/errors';
import type { Route } from '@lyceum/common/http';
import { routeWithOwnTransactions } from '@lyceum/common/http';
import { tutor } from '@lyceum/contracts/chatbot/conversation';
import { getPassage, passageNotFound } from '@lyceum/contracts/chatbot/message';
import { listOpenVersions, requireOpenLesson, type StudyGate, toPerson } from '../../gate/study-gate.ts';
import { helpCourseId } from './help-course.ts';
import { PassageEntity } from './passage.entity.ts';
import { toPlace } from './to-place.ts';

export function passageRoutes(gate: StudyGate): Route[] {
  return [
    routeWithOwnTransactions(getPassage, { access: tutor.ask }, async ({ params, ctx, actor, read }) => {
      const passage = found(await read((db) => db.findOneBy(PassageEntity, { id: params.passageId })), passageNotFound);
      const { id, courseId, lessonId, versionId, text, cues } = passage;
      if (courseId !== helpCourseId) {
        const study = await gate(courseId, toPerson(ctx, actor));
        requireOpenLesson(study, lessonId);
        // Of a version that is not theirs, people read in the lesson they have.
        if (!study.teaches && !listOpenVersions(study).includes(versionId)) found(null, passageNotFound);
      }
      return { id, place: toPlace(passage), text, cues };
    }),
  ];
}
