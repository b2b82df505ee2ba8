import { route } from '@lyceum/common/http';
import { enrolments } from '@lyceum/contracts/courses/enrolment';
import * as contract from '@lyceum/contracts/courses/study';
import { countEvidence } from './count-evidence.ts';
import { openLesson } from './open-lesson.ts';

export const studyRoutes = [
  route(contract.openLesson, { access: enrolments.own }, async ({ db, ctx, actor, params }) =>
    openLesson(db, ctx, actor, params),
  ),

  route(contract.sendEvidence, { access: enrolments.own }, async ({ db, ctx, actor, body }) =>
    countEvidence(db, ctx, actor, body.evidence),
  ),
];
