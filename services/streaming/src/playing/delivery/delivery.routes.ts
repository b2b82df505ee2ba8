import type { Actor, Context } from '@lyceum/common/context';
import { fail } from '@lyceum/common/errors';
import { type OwnTransactions, routeWithOwnTransactions } from '@lyceum/common/http';
import type { Storage } from '@lyceum/common/storage';
import * as contract from '@lyceum/contracts/streaming/playback';
import { toStretchKey } from '../../processing/encryption/segment-keys.ts';
import type { LessonGate } from '../gate/lesson-gate.ts';
import { toPerson } from '../gate/require-open.ts';
import { findPlaying, noteSeen } from '../playback/find-playing.ts';
import { composeCaptions, composeManifest, composePictures, composeRendition } from './compose-playlists.ts';
import type { StretchKeys } from './stretch-keys.ts';

interface Needs {
  readonly storage: Storage;
  readonly keys: StretchKeys;
  readonly gate: LessonGate;
  readonly publicUrl: string;
  readonly perPerson: number;
}

interface Input extends OwnTransactions {
  readonly params: { readonly playbackId: string };
  readonly ctx: Context;
  readonly actor: Actor;
}

const access = { access: contract.playbacks.own };

export function deliveryRoutes(needs: Needs) {
  const { gate, keys, perPerson } = needs;

  function findOwn({ params, ctx, actor, read }: Input) {
    const where = { id: params.playbackId, personId: actor.id };
    return findPlaying({ read }, { ctx, where }, gate, () => toPerson(ctx, actor));
  }

  async function ask(input: Input) {
    const { ctx, read, transact } = input;
    const playback = await findOwn(input);
    await noteSeen({ transact }, { ctx, playback, perPerson });
    return { own: { read }, ctx, playback };
  }

  return [
    routeWithOwnTransactions(contract.getManifest, access, async (input) => composeManifest(await ask(input), needs)),

    routeWithOwnTransactions(contract.getRendition, access, async (input) =>
      composeRendition(await ask(input), input.params.rendition, needs),
    ),

    routeWithOwnTransactions(contract.getCaptionPlaylist, access, async (input) =>
      composeCaptions(await ask(input), input.params.language, needs),
    ),

    routeWithOwnTransactions(contract.getStoryboard, access, async (input) => composePictures(await ask(input), needs)),

    routeWithOwnTransactions(contract.getKey, access, async (input) => {
      const { stretch } = input.params;
      const { ctx, read, transact } = input;
      const playback = await findOwn(input);
      const ring = await keys.get({ read }, playback.encodingId);
      if (stretch >= ring.stretches) throw fail(contract.keyNotFound);
      await noteSeen({ transact }, { ctx, playback, perPerson, stretch });
      return toStretchKey(ring.masterKey, stretch);
    }),
  ];
}
