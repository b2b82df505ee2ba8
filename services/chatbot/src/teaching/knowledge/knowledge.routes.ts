import { type Route, routeWithOwnTransactions } from '@lyceum/common/http';
import { tutor } from '@lyceum/contracts/chatbot/conversation';
import { getCourseKnowledge } from '@lyceum/contracts/chatbot/knowledge';
import type { EntityManager } from 'typeorm';
import { requireTeacher } from '../../gate/require-teacher.ts';
import { listOpenVersions, type StudyGate } from '../../gate/study-gate.ts';

interface VersionKnowledge {
  readonly versionId: string;
  readonly indexedAt: Date | null;
  readonly passages: number;
  readonly captions: number;
  readonly vectors: number;
}

const unread = { indexedAt: null, passages: 0, captions: 0, vectors: 0 };

export function knowledgeRoutes(gate: StudyGate): Route[] {
  return [
    routeWithOwnTransactions(getCourseKnowledge, { access: tutor.ask }, async ({ ctx, actor, params, read }) => {
      const study = await requireTeacher(gate, params.courseId, ctx, actor);
      const known = await read((db) => selectKnowledge(db, listOpenVersions(study)));
      const byVersion = new Map(known.map(({ versionId, ...knowledge }) => [versionId, knowledge]));
      const lessons = study.lessons.map(({ lessonId, title, moduleTitle, type, versionId }) => {
        const { indexedAt, ...counts } = byVersion.get(versionId ?? '') ?? unread;
        return { lessonId, title, moduleTitle, type, indexedAt: indexedAt?.toISOString() ?? null, ...counts };
      });
      return { lessons };
    }),
  ];
}

const selectKnowledge = (db: EntityManager, versionIds: readonly string[]): Promise<VersionKnowledge[]> =>
  db.query<VersionKnowledge[]>(
    `SELECT version.id AS "versionId", version.indexed_at AS "indexedAt", count(passage.id)::int AS passages,
       count(passage.cues)::int AS captions, count(passage.embedding)::int AS vectors
     FROM lesson_versions AS version LEFT JOIN passages AS passage ON passage.version_id = version.id
     WHERE version.id = ANY($1::uuid[]) GROUP BY version.id, version.indexed_at`,
    [versionIds],
  );
