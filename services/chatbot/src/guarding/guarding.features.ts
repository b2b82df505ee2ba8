import { alertFeature } from './alert/alert.feature.ts';
import { auditFeature } from './audit/audit.feature.ts';
import { settingsFeature } from './settings/settings.feature.ts';

export const guardingFeatures = [auditFeature, alertFeature, settingsFeature];
