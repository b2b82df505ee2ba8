import { newId } from '@lyceum/common/database';
import { type Route, requireVersion, route, routeWithOwnTransactions } from '@lyceum/common/http';
import { tutor } from '@lyceum/contracts/chatbot/conversation';
import * as contract from '@lyceum/contracts/chatbot/tutor-settings';
import { defaultCourseSettings, defaultSpaceSettings, tutorSettings } from '@lyceum/contracts/chatbot/tutor-settings';
import type { EntityManager } from 'typeorm';
import { requireTeacher } from '../../gate/require-teacher.ts';
import type { StudyGate } from '../../gate/study-gate.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { type FoundSettings, findSettings } from './find-settings.ts';
import { SettingsEntity, type SettingsRow } from './settings.entity.ts';
import type { SettingsCache } from './settings-cache.ts';

interface Needs {
  readonly gate: StudyGate;
  readonly settings: SettingsCache;
}

export function settingsRoutes({ gate, settings }: Needs): Route[] {
  return [
    route(contract.getTutorSettings, { access: tutorSettings.manage }, async ({ db }) =>
      presentSpace(await findSettings(db, null)),
    ),

    routeWithOwnTransactions(
      contract.putTutorSettings,
      { access: tutorSettings.manage },
      async ({ ctx, actor, body, ifMatch, transact }) => {
        const shown = await transact(async (db) => {
          const row = await lockSettings(db, 'space', defaultSpaceSettings);
          requireVersion(row.version, ifMatch);
          await saveSettings(db, row, body);
          await recordAudit(db, ctx, { personId: actor.id, action: 'settings-changed' });
          return presentSpace(await findSettings(db, null));
        });
        settings.clear();
        return shown;
      },
    ),

    routeWithOwnTransactions(contract.getCourseTutorSettings, { access: tutor.ask }, async ({ ctx, actor, params, read }) => {
      await requireTeacher(gate, params.courseId, ctx, actor);
      return presentCourse(await read((db) => findSettings(db, params.courseId)));
    }),

    routeWithOwnTransactions(
      contract.putCourseTutorSettings,
      { access: tutor.ask },
      async ({ ctx, actor, params: { courseId }, body, ifMatch, transact }) => {
        await requireTeacher(gate, courseId, ctx, actor);
        const shown = await transact(async (db) => {
          const row = await lockSettings(db, courseId, defaultCourseSettings);
          requireVersion(row.version, ifMatch);
          await saveSettings(db, row, body);
          await recordAudit(db, ctx, { personId: actor.id, action: 'settings-changed', courseId });
          return presentCourse(await findSettings(db, courseId));
        });
        settings.clear();
        return shown;
      },
    ),
  ];
}

async function lockSettings(db: EntityManager, subject: string, settings: SettingsRow['settings']): Promise<SettingsRow> {
  const first = { id: newId(), subject, settings, version: 0 };
  await db.createQueryBuilder().insert().into(SettingsEntity).values(first).orIgnore().execute();
  return db.findOneOrFail(SettingsEntity, { where: { subject }, lock: { mode: 'pessimistic_write' } });
}

async function saveSettings(db: EntityManager, { id, version }: SettingsRow, settings: SettingsRow['settings']): Promise<void> {
  await db.update(SettingsEntity, { id }, { settings, version: version + 1 });
}

const presentSpace = ({ space, versions }: FoundSettings) => ({ ...space, version: versions.space });

const presentCourse = ({ course, effective, versions }: FoundSettings) => ({ ...course, effective, version: versions.course });
