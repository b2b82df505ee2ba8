import { fail, found } from '@lyceum/common/errors';
import { route, routeWithOwnTransactions } from '@lyceum/common/http';
import { findPage } from '@lyceum/common/pagination';
import type { Storage } from '@lyceum/common/storage';
import { courses } from '@lyceum/contracts/courses/course';
import { enrolments } from '@lyceum/contracts/courses/enrolment';
import * as contract from '@lyceum/contracts/courses/peer-review';
import { submissionFileReplaced } from '@lyceum/contracts/courses/submission-file';
import { submissionFileNotFound } from '@lyceum/contracts/courses/submission-parts';
import type { EntityManager } from 'typeorm';
import { findStudy, findStudyLesson } from '../../learning/gate/find-study.ts';
import { findSubmitted } from '../grading/find-submitted.ts';
import { PeerReviewEntity, type PeerReviewRow } from '../peer-review/peer-review.entity.ts';
import { findFiles } from '../submission-file/find-files.ts';
import { toSubmissionFileKey } from '../submission-file/submission-file-key.ts';
import { findReadable, getWork, type ReadableReview } from './find-review.ts';
import { listReceived } from './list-received.ts';
import { findNames, hidesNames, presentItems, presentReview, toNeutralName } from './present-review.ts';
import { removeReview } from './remove-review.ts';
import { submitReview } from './submit-review.ts';
import { findDuty, takeReview } from './take-review.ts';

/** How long an address gives a file, in seconds. */
const downloadLifetime = 300;

export function peerReviewingRoutes({ storage }: { storage: Storage }) {
  return [
    route(contract.takePeerReview, { access: enrolments.own }, async ({ db, ctx, actor, params }) =>
      presentReview(db, ctx, await toOwn(db, await takeReview(db, ctx, actor, params))),
    ),

    route(contract.listPeerReviews, { access: enrolments.own }, async ({ db, ctx, actor, params, query }) => {
      const study = await findStudy(db, ctx, actor, params.courseId);
      const lesson = findStudyLesson(study, params.lessonId);
      const own = db
        .createQueryBuilder(PeerReviewEntity, 'own')
        .where({ lessonId: lesson.id })
        .andWhere('own.enrolmentId IN (SELECT id FROM enrolments WHERE course_id = :courseId AND person_id = :personId)', {
          courseId: params.courseId,
          personId: actor.id,
        });
      const { rows, nextCursor } = await findPage(own, query, { property: 'takenAt', direction: 'DESC' });
      return { items: await presentItems(db, ctx, rows), nextCursor, ...(await findDuty(db, ctx, study, lesson)) };
    }),

    route(contract.getPeerReview, { access: enrolments.own }, async ({ db, ctx, actor, params }) =>
      presentReview(db, ctx, await findReadable(db, ctx, actor, params.peerReviewId)),
    ),

    routeWithOwnTransactions(
      contract.downloadReviewedFile,
      { access: enrolments.own },
      async ({ read, ctx, actor, params: { peerReviewId, submissionFileId } }) => {
        const { file, name } = await read(async (db) =>
          findFile(db, await findReadable(db, ctx, actor, peerReviewId), submissionFileId),
        );
        const key = toSubmissionFileKey(ctx.space, file.id);
        if ((await storage.head(key))?.etag !== file.etag) throw fail(submissionFileReplaced);
        return { location: storage.presignGet(key, downloadLifetime, name) };
      },
    ),

    route(contract.submitPeerReview, { access: enrolments.own }, async ({ db, ctx, actor, params, body }) =>
      presentReview(db, ctx, await toOwn(db, await submitReview(db, ctx, actor, params.peerReviewId, body))),
    ),

    route(contract.listReceivedReviews, { access: enrolments.own }, ({ db, ctx, actor, params }) =>
      listReceived(db, ctx, actor, params),
    ),

    route(contract.listSubmissionReviews, { access: courses.read }, async ({ db, ctx, actor, params, query }) => {
      const { id: submissionId } = await findSubmitted(db, actor, params.submissionId, { to: 'teach' });
      const all = db.createQueryBuilder(PeerReviewEntity, 'review').where({ submissionId });
      const { rows, nextCursor } = await findPage(all, query, { property: 'takenAt', direction: 'DESC' });
      const findName = await findNames(
        db,
        rows.map(({ reviewerId }) => reviewerId),
      );
      const items = (await presentItems(db, ctx, rows)).map((item) => ({ ...item, reviewer: findName(item.reviewerId) }));
      return { items, nextCursor };
    }),

    route(contract.removePeerReview, { access: courses.read }, async ({ db, ctx, actor, params }) =>
      removeReview(db, ctx, actor, params.peerReviewId),
    ),
  ];
}

const toOwn = async (db: EntityManager, row: PeerReviewRow): Promise<ReadableReview> => ({
  row,
  work: await getWork(db, row),
  isTeacher: false,
});

/** A file of the work that is reviewed, with the name its reader may know. Fails with `submission_file.not_found`. */
async function findFile(db: EntityManager, { work, isTeacher }: ReadableReview, id: string) {
  const listFiles = await findFiles(db, [work]);
  const file = found(
    listFiles(work).find((one) => one.id === id),
    submissionFileNotFound,
  );
  return { file, name: !isTeacher && (await hidesNames(db, work)) ? toNeutralName(file, work) : file.name };
}
