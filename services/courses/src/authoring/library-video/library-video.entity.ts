import { spaceColumn } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';

/** A copy of what streaming knows of a video of the library, fed by its events. */
export interface LibraryVideoRow {
  id: string;
  /** Empty while nothing but its deletion is known. */
  title: string;
  /** As measured: of another file that took its place, another one. */
  durationSeconds: number;
  /** Null while it can be put into lessons. */
  deletedAt: Date | null;
  /** Of the last event: older ones change nothing. */
  occurredAt: Date;
}

export const LibraryVideoEntity = new EntitySchema<LibraryVideoRow>({
  name: 'library_video',
  tableName: 'library_videos',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    title: { type: 'text' },
    durationSeconds: { type: 'double precision' },
    deletedAt: { type: 'timestamptz', nullable: true },
    occurredAt: { type: 'timestamptz' },
  },
});
