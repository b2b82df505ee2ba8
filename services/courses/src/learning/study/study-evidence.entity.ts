import { belongsTo, spaceKey } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';
import { StudySessionEntity } from './study-session.entity.ts';

/** A piece of the ledger: what counted, and why it did. Rows are added, never changed. */
export interface StudyEvidenceRow {
  sessionId: string;
  /** Given by the client: the same twice is once. */
  id: string;
  startedAt: Date;
  endedAt: Date;
  /** Seconds of the video; null when none was played. */
  playedFrom: number | null;
  playedTo: number | null;
  /** Milliseconds by which it added to the time of the person. */
  countedMs: number;
  receivedAt: Date;
}

export const StudyEvidenceEntity = new EntitySchema<StudyEvidenceRow>({
  name: 'study_evidence',
  tableName: 'study_evidence',
  columns: {
    ...spaceKey,
    sessionId: { ...belongsTo(StudySessionEntity, 'study_evidence_session'), primary: true },
    id: { type: 'uuid', primary: true },
    startedAt: { type: 'timestamptz' },
    endedAt: { type: 'timestamptz' },
    playedFrom: { type: 'double precision', nullable: true },
    playedTo: { type: 'double precision', nullable: true },
    countedMs: { type: 'integer' },
    receivedAt: { type: 'timestamptz' },
  },
});
