import { found } from '@lyceum/common/errors';
import { routeWithOwnTransactions } from '@lyceum/common/http';
import { defineFeature } from '@lyceum/common/service';
import type { ServiceClient } from '@lyceum/common/service-client';
import * as contract from '@lyceum/contracts/streaming/playback';
import type { StretchKeys } from '../delivery/stretch-keys.ts';
import type { LessonGate } from '../gate/lesson-gate.ts';
import { requireStillOpen, toPerson } from '../gate/require-open.ts';
import { PlaybackEntity } from '../playback/playback.entity.ts';
import { noteReport } from './note-report.ts';
import { reportWatched } from './report-watched.ts';

interface Needs {
  readonly services: ServiceClient;
  readonly gate: LessonGate;
  readonly stretchKeys: StretchKeys;
}

export const evidenceFeature = defineFeature({
  mount: ({ services, gate, stretchKeys }: Needs) => ({
    routes: [
      routeWithOwnTransactions(
        contract.reportWatched,
        { access: contract.playbacks.own },
        async ({ params: { playbackId: id }, body, ctx, actor, read, transact }) => {
          const person = toPerson(ctx, actor);
          const own = { id, personId: actor.id };
          const playback = found(await read((db) => db.findOneBy(PlaybackEntity, own)), contract.playbackNotFound);
          await requireStillOpen(gate, playback, person);
          await transact((db) => noteReport(db, ctx, playback, body.positionSeconds));
          const ring = await stretchKeys.get({ read }, playback.encodingId);
          return reportWatched(services, { playback, person, evidence: body.evidence, ring });
        },
      ),
    ],
  }),
});
