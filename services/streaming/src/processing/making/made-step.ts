import type { EntityManager } from 'typeorm';
import type { EncodingRow } from '../encoding/encoding.entity.ts';

/** What a step has made, and the rows it writes when it is marked as done. */
export interface MadeStep {
  readonly change: Partial<EncodingRow>;
  /** Of what it has put into the store. */
  readonly bytes: number;
  write?(db: EntityManager): Promise<void>;
}
