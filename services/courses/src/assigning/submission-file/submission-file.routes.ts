import { fail, found } from '@lyceum/common/errors';
import { route, routeWithOwnTransactions } from '@lyceum/common/http';
import type { Storage } from '@lyceum/common/storage';
import { enrolments } from '@lyceum/contracts/courses/enrolment';
import * as contract from '@lyceum/contracts/courses/submission-file';
import { submissionFileReplaced } from '@lyceum/contracts/courses/submission-file';
import { submissionFileNotFound, submissionFileNotReady } from '@lyceum/contracts/courses/submission-parts';
import { presentUpload } from '../../authoring/upload/present-upload.ts';
import { SubmissionFileEntity } from '../submission/submission-file.entity.ts';
import { announceFile } from './announce-file.ts';
import { completeFile } from './complete-file.ts';
import { findReadableFile } from './find-files.ts';
import { toSubmissionFileKey } from './submission-file-key.ts';

/** How long an address takes an upload, in seconds. */
const uploadLifetime = 600;

/** How long an address gives a file, in seconds. */
const downloadLifetime = 300;

export function submissionFileRoutes({ storage }: { storage: Storage }) {
  return [
    route(contract.announceSubmissionFile, { access: enrolments.own }, async ({ db, ctx, actor, params, body }) => {
      const file = await announceFile(db, ctx, actor, params, body);
      const key = toSubmissionFileKey(ctx.space, file.id);
      return { ...file, upload: await presentUpload(storage, { ...file, key }, uploadLifetime) };
    }),

    routeWithOwnTransactions(
      contract.completeSubmissionFile,
      { access: enrolments.own },
      async ({ read, transact, ctx, actor, params: { fileId } }) => {
        const own = await read((db) => db.findOneBy(SubmissionFileEntity, { id: fileId, personId: actor.id }));
        const { id } = found(own, submissionFileNotFound);
        const stored = await storage.head(toSubmissionFileKey(ctx.space, id));
        return transact((db) => completeFile(db, actor, id, stored));
      },
    ),

    routeWithOwnTransactions(
      contract.downloadSubmissionFile,
      { access: enrolments.own },
      async ({ read, ctx, actor, params: { fileId } }) => {
        const { id, name, status, etag } = await read((db) => findReadableFile(db, actor, fileId));
        if (status !== 'ready') throw fail(submissionFileNotReady);
        const key = toSubmissionFileKey(ctx.space, id);
        // Its address takes another upload for some minutes, by which nobody shall change what is handed in.
        if ((await storage.head(key))?.etag !== etag) throw fail(submissionFileReplaced);
        return { location: storage.presignGet(key, downloadLifetime, name) };
      },
    ),
  ];
}
