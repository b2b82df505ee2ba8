import {
  type CourseTutorSettings,
  defaultCourseSettings,
  defaultSpaceSettings,
  type EffectiveTutorSettings,
  type SpaceTutorSettings,
} from '@lyceum/contracts/chatbot/tutor-settings';
import { type EntityManager, In } from 'typeorm';
import { SettingsEntity } from './settings.entity.ts';
import { tighten } from './tighten.ts';

export interface FoundSettings {
  readonly space: SpaceTutorSettings;
  readonly course: CourseTutorSettings;
  readonly effective: EffectiveTutorSettings;
  readonly versions: { readonly space: number; readonly course: number };
}

/** Of a course, or of help when it is null. What a row does not have, as one of an older release, is as by default. */
export async function findSettings(db: EntityManager, courseId: string | null): Promise<FoundSettings> {
  const subjects = ['space', ...(courseId === null ? [] : [courseId])];
  const rows = await db.findBy(SettingsEntity, { subject: In(subjects) });
  const [spaceRow, courseRow] = ['space', courseId].map((subject) => rows.find((row) => row.subject === subject));
  const space: SpaceTutorSettings = { ...defaultSpaceSettings, ...pickSpace(spaceRow?.settings) };
  const course: CourseTutorSettings = { ...defaultCourseSettings, ...courseRow?.settings };
  const versions = { space: spaceRow?.version ?? 0, course: courseRow?.version ?? 0 };
  return { space, course, effective: tighten(space, course), versions };
}

/** Only a row of a space has a text of help. */
const pickSpace = (settings: SpaceTutorSettings | CourseTutorSettings | undefined) =>
  settings && 'helpText' in settings ? settings : undefined;
