import type { ProgramDocument } from '@lyceum/contracts/program-generation/program-document';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import type { ProgramRow } from './program.entity.ts';

/** The configuration of PostgreSQL that stems Cyrillic words as Russian and Latin ones as English. */
const configuration = 'russian';

/**
 * Bytes of UTF-8. A tsvector holds one megabyte, and a byte of text takes up to four of it: short words, parts of addresses and of
 * words with hyphens. Titles of the longest programmes come to this.
 */
const maxLength = 200_000;

/** What a programme is found by: its titles, not its texts. */
export function searchWords({ title, audience, aim, titleBlock, competences, modules }: ProgramDocument): string {
  const titles = modules.flatMap((module) => [module.title, ...module.topics.map((topic) => topic.title)]);
  return [title, audience, titleBlock.qualification, aim, ...titles, ...competences.map(({ text }) => text)].join('\n');
}

export async function indexProgram(db: EntityManager, id: string, words: string): Promise<void> {
  const { read } = new TextEncoder().encodeInto(words, new Uint8Array(maxLength));
  await db.query('UPDATE programs SET search = to_tsvector($1::regconfig, $2) WHERE id = $3', [
    configuration,
    words.slice(0, read),
    id,
  ]);
}

/** All words, in any of their forms; "quoted" ones in this order, -excluded ones not at all. */
export function whereFound(programs: SelectQueryBuilder<ProgramRow>, words: string): void {
  programs.andWhere('program.search @@ websearch_to_tsquery(:configuration::regconfig, :words)', { configuration, words });
}
