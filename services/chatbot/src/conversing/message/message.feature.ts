import { defineFeature } from '@lyceum/common/service';
import { MessageEntity } from './message.entity.ts';

export const messageFeature = defineFeature({ entities: [MessageEntity] });
