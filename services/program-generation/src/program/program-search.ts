import type { ProgramDocument } from '@lyceum/contracts/program-document';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import type { ProgramRow } from './program.entity.ts';

/** The configuration of PostgreSQL that stems Cyrillic words as Russian and Latin ones as English. */
const configuration = 'russian';

/** A tsvector holds one megabyte; titles of the longest programmes come to a third of it. */
const longest = 300_000;

/** What a programme is found by: its titles, not its texts. */
export function searchWords({ title, audience, aim, titleBlock, competences, modules }: ProgramDocument): string {
  const titles = modules.flatMap((module) => [module.title, ...module.topics.map((topic) => topic.title)]);
  return [title, audience, titleBlock.qualification, aim, ...titles, ...competences.map(({ text }) => text)].join('\n');
}

export async function indexProgram(db: EntityManager, id: string, words: string): Promise<void> {
  await db.query('UPDATE programs SET search = to_tsvector($1::regconfig, $2) WHERE id = $3', [
    configuration,
    words.slice(0, longest),
    id,
  ]);
}

/** All words, in any of their forms; "quoted" ones in this order, -excluded ones not at all. */
export function whereFound(programs: SelectQueryBuilder<ProgramRow>, words: string): void {
  programs.andWhere('program.search @@ websearch_to_tsquery(:configuration::regconfig, :words)', { configuration, words });
}
