import type { Service } from '@lyceum/common/service';
import { notifications } from '@lyceum/notifications/service';
import { programGeneration } from '@lyceum/program-generation/service';
import { tokens } from '@lyceum/tokens/service';
import { users } from '@lyceum/users/service';

/** Every service of the registry, as a value. */
export const allServices: readonly Service[] = [notifications, programGeneration, tokens, users];
