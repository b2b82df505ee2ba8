import type { Actor } from '@lyceum/common/context';
import { findPage, type Sort } from '@lyceum/common/pagination';
import type { listPrograms } from '@lyceum/contracts/program-generation/program';
import { programs } from '@lyceum/contracts/program-generation/program';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { ProgramEntity, type ProgramRow } from './program.entity.ts';
import { whereFound } from './program-search.ts';

type Query = z.output<typeof listPrograms.query>;

const equalFilters = ['kind', 'level', 'language', 'status', 'ownerId'] as const;

export async function findPrograms(db: EntityManager, actor: Actor, query: Query) {
  const found = db.createQueryBuilder(ProgramEntity, 'program');
  if (!actor.can(programs.readAny)) found.andWhere('program.ownerId = :reader', { reader: actor.id });
  for (const filter of equalFilters) {
    if (query[filter] !== undefined) found.andWhere(`program.${filter} = :${filter}`, { [filter]: query[filter] });
  }
  if (query.generation) found.andWhere('program.state = :state', { state: query.generation });
  if (query.hoursFrom !== undefined) found.andWhere('program.hours >= :hoursFrom', { hoursFrom: query.hoursFrom });
  if (query.hoursTo !== undefined) found.andWhere('program.hours <= :hoursTo', { hoursTo: query.hoursTo });
  if (query.q !== undefined) whereFound(found, query.q);
  return findPage(found, query, toSort(query.sort));
}

function toSort(sort: Query['sort']): Sort<ProgramRow> {
  const descending = sort.startsWith('-');
  // The contract allows these columns alone.
  const property = sort.replace('-', '') as 'createdAt' | 'updatedAt' | 'title' | 'hours';
  return { property, direction: descending ? 'DESC' : 'ASC' };
}
