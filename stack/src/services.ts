import { chatbot } from '@lyceum/chatbot/service';
import type { Service } from '@lyceum/common/service';
import { courses } from '@lyceum/courses/service';
import { models } from '@lyceum/models/service';
import { notifications } from '@lyceum/notifications/service';
import { programGeneration } from '@lyceum/program-generation/service';
import { streaming } from '@lyceum/streaming/service';
import { tokens } from '@lyceum/tokens/service';
import { users } from '@lyceum/users/service';

/** Every service of the registry, as a value. Each is migrated before those that follow: models take over what program-generation had. */
export const allServices: readonly Service[] = [
  models,
  notifications,
  programGeneration,
  tokens,
  users,
  courses,
  streaming,
  chatbot,
];
