import { contentRoute } from '@lyceum/common/content';
import { fail, found } from '@lyceum/common/errors';
import type { Storage } from '@lyceum/common/storage';
import { scormEntryNotFound, scormLaunchNotFound } from '@lyceum/contracts/courses/scorm';
import { toCourseFileKey } from '../../authoring/course-file/course-file-key.ts';
import type { createReadInTurns } from '../scorm-package/read-in-turns.ts';
import { ScormEntryEntity, toEntryPath } from '../scorm-package/scorm-entry.entity.ts';
import { toContentFile } from '../scorm-package/to-content-file.ts';
import { composePlayerPage } from '../scorm-player/compose-player-page.ts';
import type { PlayerFiles } from '../scorm-player/read-player-files.ts';
import { findLaunch } from './find-launch.ts';
import { findLaunched } from './find-state.ts';
import { keepCommit } from './keep-commit.ts';
import { presentLaunch } from './present-launch.ts';
import { readCommit } from './read-commit.ts';

interface Needs {
  readonly storage: Storage;
  readonly playerFiles: PlayerFiles;
  readonly readInTurns: ReturnType<typeof createReadInTurns>;
}

/** What a browser that has the token of a launch loads and sends. */
export const scormContents = ({ storage, playerFiles, readInTurns }: Needs) => [
  contentRoute('GET /launches/:token/', async ({ ctx, params, read }) => {
    const { launch, content } = await read(async (db) => {
      const found = await findLaunch(db, ctx, params);
      return { launch: found, content: await findLaunched(db, found) };
    });
    if (!content) throw fail(scormLaunchNotFound);
    return { html: composePlayerPage({ ...content, ...launch }, ctx.locale) };
  }),

  contentRoute('GET /launches/:token/state', async ({ ctx, params, read }) => ({
    json: await read((db) => presentLaunch(db, ctx, params)),
  })),

  contentRoute('POST /launches/:token/commits', async ({ ctx, params, body, transact }) => {
    const commit = readCommit(body);
    return { json: await transact((db) => keepCommit(db, ctx, params, commit)) };
  }),

  contentRoute('GET /launches/:token/player/:name', async ({ ctx, params, read }) => {
    await read((db) => findLaunch(db, ctx, params));
    return { file: found(playerFiles.get(params['name'] ?? ''), scormEntryNotFound) };
  }),

  contentRoute('GET /launches/:token/package/*path', async ({ ctx, params, read }) => {
    const path = toEntryPath(params['path'] ?? '');
    const { launch, entry } = await read(async (db) => {
      const found = await findLaunch(db, ctx, params);
      return { launch: found, entry: await db.findOneBy(ScormEntryEntity, { packageId: found.packageId, path }) };
    });
    const file = toContentFile(storage, toCourseFileKey(ctx.space, launch.objectId), found(entry, scormEntryNotFound));
    return { file: readInTurns(file, { space: ctx.space, person: launch.personId }) };
  }),
];
