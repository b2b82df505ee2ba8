import { defineFeature } from '@lyceum/common/service';
import { CreateSearch1796072178409 } from '../../migrations/1796072178409-create-search.ts';
import { AddRoots1796075253780 } from '../../migrations/1796075253780-add-roots.ts';
import { PostingEntity } from './posting.entity.ts';
import { WordEntity } from './word.entity.ts';
import { WordUseEntity } from './word-use.entity.ts';

export const searchIndexFeature = defineFeature({
  entities: [PostingEntity, WordEntity, WordUseEntity],
  migrations: [CreateSearch1796072178409, AddRoots1796075253780],
});
