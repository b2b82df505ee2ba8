import { defineFeature } from '@lyceum/common/service';
import type { StudyGate } from '../../gate/study-gate.ts';
import { SettingsEntity } from './settings.entity.ts';
import { settingsRoutes } from './settings.routes.ts';
import type { SettingsCache } from './settings-cache.ts';

interface Needs {
  readonly gate: StudyGate;
  readonly settings: SettingsCache;
}

export const settingsFeature = defineFeature({
  entities: [SettingsEntity],
  mount: ({ gate, settings }: Needs) => ({ routes: settingsRoutes({ gate, settings }) }),
});
