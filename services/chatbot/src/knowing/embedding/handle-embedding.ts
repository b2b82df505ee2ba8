import { handle, type JobHandler } from '@lyceum/common/jobs';
import { enqueue } from '@lyceum/common/outbox';
import type { Models } from '@lyceum/llm/task-models';
import { type EntityManager, IsNull, Not } from 'typeorm';
import { KnownCourseEntity } from '../known-course/known-course.entity.ts';
import { LessonVersionEntity } from '../lesson-version/lesson-version.entity.ts';
import { helpCourseId } from '../passage/help-course.ts';
import { PassageEntity } from '../passage/passage.entity.ts';
import { embedMissing, embedVersion } from './embed-version.job.ts';
import { toEmbeddedText } from './embedded-text.ts';
import { type EmbeddingModel, findEmbeddingModel } from './embedding-model.ts';
import { toVectorBytes } from './vector-bytes.ts';

const batchSize = 32;
const batchTimeoutMs = 120_000;
const roles = ['staff'] as const;

/** While it fails, its passages are found by their words. */
export function handleEmbedVersion(models: Models): JobHandler {
  return handle(embedVersion, async ({ versionId }, { ctx, read, transact, signal }) => {
    const version = await read((db) => db.findOneBy(LessonVersionEntity, { id: versionId }));
    const payer = version && (await read((db) => findPayer(db, version.courseId)));
    if (!version?.indexedAt || !payer) return;
    const model = await findEmbeddingModel(models, ctx, { id: payer, roles });
    if (!model || model.name === version.embeddingModel) return;
    const passages = await read((db) =>
      db.find(PassageEntity, {
        select: { id: true, headingPath: true, text: true },
        where: { versionId },
        order: { position: 'ASC' },
      }),
    );
    const vectors: { id: string; embedding: Buffer }[] = [];
    for (let first = 0; first < passages.length; first += batchSize) {
      const batch = passages.slice(first, first + batchSize);
      const embeddings = await embedBatch(model, batch.map(toEmbeddedText), signal);
      for (const [index, { id }] of batch.entries()) vectors.push({ id, embedding: toVectorBytes(embeddings[index] ?? []) });
    }
    await transact(async (db) => {
      // Passages that were written anew meanwhile have a job of their own.
      const where = { id: versionId, indexedAt: version.indexedAt ?? IsNull() };
      const { affected } = await db.update(LessonVersionEntity, where, { embeddingModel: model.name });
      if (affected !== 1) return;
      await db.query(
        `UPDATE passages SET embedding = made.embedding
         FROM unnest($1::uuid[], $2::bytea[]) AS made (id, embedding) WHERE passages.id = made.id`,
        [vectors.map(({ id }) => id), vectors.map(({ embedding }) => embedding)],
      );
    });
  });
}

/** Who published the course; of help articles, who published any course of the space. */
async function findPayer(db: EntityManager, courseId: string): Promise<string | null> {
  const where = courseId === helpCourseId ? { publishedBy: Not(IsNull()) } : { id: courseId };
  const course = await db.findOne(KnownCourseEntity, { where, order: { id: 'ASC' } });
  return course?.publishedBy ?? null;
}

/** After another model was set, or when embedding has failed for long. */
export function handleEmbedMissing(models: Models): JobHandler {
  return handle(embedMissing, (_, { inEachSpace }) =>
    inEachSpace(LessonVersionEntity, async ({ ctx, read, transact }) => {
      const payer = await read((db) => findPayer(db, helpCourseId));
      if (!payer) return;
      const model = await findEmbeddingModel(models, ctx, { id: payer, roles });
      if (!model) return;
      const versions = await read((db) =>
        db.query<{ id: string }[]>(
          `SELECT version.id FROM lesson_versions version LEFT JOIN known_courses course ON course.id = version.course_id
           WHERE indexed_at IS NOT NULL AND embedding_model IS DISTINCT FROM $1
             AND (course.published_by IS NOT NULL OR version.course_id = $3)
           ORDER BY random() LIMIT $2`,
          [model.name, maxVersions, helpCourseId],
        ),
      );
      await transact(async (db) => {
        for (const { id: versionId } of versions) await enqueue(db, ctx, embedVersion, { versionId });
      });
    }),
  );
}

/** Of one space at a time, in no order: those that fail keep no others from their turn. */
const maxVersions = 200;

async function embedBatch(model: EmbeddingModel, texts: readonly string[], signal: AbortSignal): Promise<number[][]> {
  const { vectors } = await model.embed(texts, { signal: AbortSignal.any([signal, AbortSignal.timeout(batchTimeoutMs)]) });
  if (vectors.length !== texts.length) throw new Error(`${model.name} made ${vectors.length} vectors of ${texts.length} texts`);
  return vectors;
}
