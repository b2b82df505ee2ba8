import { found } from '@lyceum/common/errors';
import type { OwnTransactions } from '@lyceum/common/http';
import { playbackNotFound } from '@lyceum/contracts/streaming/playback';
import type { EntityManager } from 'typeorm';
import { EncodingEntity } from '../../processing/encoding/encoding.entity.ts';
import { RenditionEntity } from '../../processing/encoding/rendition.entity.ts';
import type { MasterKeys } from '../../processing/encryption/master-keys.ts';
import { toStretch } from '../../processing/encryption/segment-keys.ts';

/** What keys and stretches of one encoding are derived from. */
export interface KeyRing {
  readonly masterKey: Buffer;
  readonly stretches: number;
  /** Second at which each stretch of the picture ends, of sound alone that of the sound. */
  readonly stretchEnds: readonly number[];
}

export interface StretchKeys {
  /** Read once for all that play it. */
  get(own: Pick<OwnTransactions, 'read'>, encodingId: string): Promise<KeyRing>;
}

const maxRings = 1_000;

/** Key rings of what is played now: the master key is opened once, and lengths are added up once. */
export function createStretchKeys(masterKeys: MasterKeys): StretchKeys {
  const rings = new Map<string, KeyRing>();
  return {
    async get({ read }, encodingId) {
      const known = rings.get(encodingId);
      if (known) return known;
      const ring = await read((db) => readRing(db, masterKeys, encodingId));
      rings.set(encodingId, ring);
      const [oldest] = rings.keys();
      if (rings.size > maxRings && oldest !== undefined) rings.delete(oldest);
      return ring;
    },
  };
}

/** All qualities are cut at the same times; the sound may have one segment more or less. */
async function readRing(db: EntityManager, masterKeys: MasterKeys, encodingId: string): Promise<KeyRing> {
  const { masterKey } = found(await db.findOneBy(EncodingEntity, { id: encodingId }), playbackNotFound);
  const renditions = await db.find(RenditionEntity, { where: { encodingId }, order: { kind: 'DESC', name: 'ASC' } });
  const counts = renditions.map(({ segments }) => (segments.length === 0 ? 0 : toStretch(segments.length - 1) + 1));
  return {
    masterKey: masterKeys.open(masterKey, encodingId),
    stretches: Math.max(0, ...counts),
    stretchEnds: toStretchEnds(renditions[0]?.segments ?? []),
  };
}

function toStretchEnds(segments: readonly (readonly [seconds: number, bytes: number])[]): number[] {
  const ends: number[] = [];
  let time = 0;
  for (const [segment, [seconds]] of segments.entries()) {
    time += seconds;
    ends[toStretch(segment)] = time;
  }
  return ends;
}
