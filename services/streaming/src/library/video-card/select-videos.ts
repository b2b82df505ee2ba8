import type { Actor } from '@lyceum/common/context';
import type { Sort } from '@lyceum/common/pagination';
import type { listVideos } from '@lyceum/contracts/streaming/video';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import type { z } from 'zod';
import { VideoEntity, type VideoRow } from '../video/video.entity.ts';

type Query = z.output<typeof listVideos.query>;

/** Videos of the library that all filters take. Each word of `q` stands somewhere in the title, in any case. */
export function selectVideos(db: EntityManager, actor: Pick<Actor, 'id'>, query: Query): SelectQueryBuilder<VideoRow> {
  const found = db.createQueryBuilder(VideoEntity, 'video');
  found.where(`video.deletedAt IS ${query.deleted ? 'NOT NULL' : 'NULL'}`);
  if (query.mine) found.andWhere('video.ownerId = :ownerId', { ownerId: actor.id });
  if (query.folderId !== undefined) found.andWhere('video.folderId = :folderId', { folderId: query.folderId });
  if (query.status !== undefined) found.andWhere('video.status = :status', { status: query.status });
  for (const [index, word] of (query.q?.split(/\s+/) ?? []).entries())
    found.andWhere(`video.title ILIKE :word${index}`, { [`word${index}`]: `%${word.replace(/[\\%_]/g, '\\$&')}%` });
  return found;
}

export function toSort({ sort }: Pick<Query, 'sort'>): Sort<VideoRow> {
  if (sort === '-createdAt') return { property: 'createdAt', direction: 'DESC' };
  return { property: 'title', direction: sort === 'title' ? 'ASC' : 'DESC' };
}
