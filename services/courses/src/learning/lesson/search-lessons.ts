import type { EntityManager } from 'typeorm';
import { listLessons } from '../../authoring/revision/outline.ts';
import type { Study } from '../gate/find-study.ts';

/** Control characters stand for the marks until the words around them are escaped; those of a lesson itself are taken out. */
const start = '\u0001';
const end = '\u0002';

interface Hit {
  readonly lessonId: string;
  readonly title: string;
  readonly excerpt: string;
}

/** Lessons whose door is open, by their words; the best first. Excerpts are made of those alone that are shown. */
export async function searchLessons(db: EntityManager, study: Study, { q, limit }: { q: string; limit: number }): Promise<Hit[]> {
  const open = listLessons(study.revision.outline).filter(({ id }) => !study.locks.get(id));
  if (open.length === 0) return [];
  const rows = await db.query<{ id: string; excerpt: string }[]>(
    `WITH best AS (
       SELECT id, words, ts_rank(search, query) AS rank
       FROM lesson_versions, websearch_to_tsquery('russian', $1) AS query
       WHERE search @@ query AND id = ANY($2) ORDER BY rank DESC, id LIMIT $3
     )
     SELECT id, ts_headline('russian', translate(left(words, 20000), $5, ''), websearch_to_tsquery('russian', $1), $4) AS excerpt
     FROM best ORDER BY rank DESC, id`,
    [
      q,
      open.map(({ versionId }) => versionId),
      limit,
      `StartSel=${start}, StopSel=${end}, MaxWords=30, MinWords=10`,
      start + end,
    ],
  );
  const lessons = new Map(open.map((lesson) => [lesson.versionId, lesson]));
  return rows.flatMap(({ id, excerpt }) => {
    const lesson = lessons.get(id);
    return lesson ? [{ lessonId: lesson.id, title: lesson.title, excerpt: toHtml(excerpt) }] : [];
  });
}

function toHtml(excerpt: string): string {
  const escaped = excerpt.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
  return escaped.replaceAll(start, '<mark>').replaceAll(end, '</mark>');
}
