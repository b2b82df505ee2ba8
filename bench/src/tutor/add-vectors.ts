import { toEmbeddedText } from '@lyceum/chatbot/knowing/embedding/embedded-text';
import { toVectorBytes } from '@lyceum/chatbot/knowing/embedding/vector-bytes';
import type { Embedder } from './embed-texts.ts';
import type { SetPassage } from './question-sets.ts';
import type { IndexedCourse, SearchSetting } from './search-setting.ts';

/** Gives the passages of a course their vectors, as the service does. */
export async function addVectors(
  { database }: SearchSetting,
  { names, versionIds }: IndexedCourse,
  passages: readonly SetPassage[],
  embedder: Embedder,
): Promise<void> {
  const byName = new Map(passages.map((passage) => [passage.id, passage]));
  const found = [...names].flatMap(([id, name]) => {
    const passage = byName.get(name);
    return passage ? { id, text: toEmbeddedText(passage) } : [];
  });
  const vectors = await embedder.embed(found.map(({ text }) => text));
  await database.transact({ space: 'main' }, async (db) => {
    await db.query(
      `UPDATE passages SET embedding = made.embedding
       FROM unnest($1::uuid[], $2::bytea[]) AS made (id, embedding) WHERE passages.id = made.id`,
      [found.map(({ id }) => id), vectors.map(toVectorBytes)],
    );
    await db.query("UPDATE lesson_versions SET embedding_model = 'bench' WHERE id = ANY($1::uuid[])", [versionIds]);
  });
}
