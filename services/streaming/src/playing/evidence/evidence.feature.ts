import { routeWithOwnTransactions } from '@lyceum/common/http';
import { defineFeature } from '@lyceum/common/service';
import type { ServiceClient } from '@lyceum/common/service-client';
import * as contract from '@lyceum/contracts/streaming/playback';
import type { StretchKeys } from '../delivery/stretch-keys.ts';
import type { LessonGate } from '../gate/lesson-gate.ts';
import { toPerson } from '../gate/require-open.ts';
import { findPlaying, noteSeen } from '../playback/find-playing.ts';
import { keepPosition } from './keep-position.ts';
import { reportWatched } from './report-watched.ts';

interface Needs {
  readonly config: { readonly PLAYBACKS_PER_PERSON: number };
  readonly services: ServiceClient;
  readonly gate: LessonGate;
  readonly stretchKeys: StretchKeys;
}

export const evidenceFeature = defineFeature({
  mount: ({ config, services, gate, stretchKeys }: Needs) => ({
    routes: [
      routeWithOwnTransactions(
        contract.reportWatched,
        { access: contract.playbacks.own },
        async ({ params: { playbackId: id }, body, ctx, actor, read, transact }) => {
          const person = toPerson(ctx, actor);
          const playback = await findPlaying({ read }, { ctx, where: { id, personId: actor.id } }, gate, () => person);
          await noteSeen({ transact }, { ctx, playback, perPerson: config.PLAYBACKS_PER_PERSON });
          await transact((db) => keepPosition(db, ctx, playback, body.positionSeconds));
          const ring = await stretchKeys.get({ read }, playback.encodingId);
          return reportWatched(services, { playback, person, evidence: body.evidence, ring });
        },
      ),
    ],
  }),
});
