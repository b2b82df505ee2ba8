import { defineFeature } from '@lyceum/common/service';
import { LetterheadEntity } from './letterhead.entity.ts';

export const letterheadFeature = defineFeature({ entities: [LetterheadEntity] });
