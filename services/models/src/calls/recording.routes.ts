import { newId } from '@lyceum/common/database';
import { requireVersion, route } from '@lyceum/common/http';
import { models } from '@lyceum/contracts/models/provider';
import * as contract from '@lyceum/contracts/models/recording';
import { RecordingEntity } from './recording.entity.ts';

export const recordingRoutes = [
  route(contract.getRecording, { access: models.manage }, async ({ db }) => {
    const [row] = await db.find(RecordingEntity);
    return { texts: row?.recordTexts ?? false, version: row?.version ?? 0 };
  }),

  route(contract.putRecording, { access: models.manage }, async ({ db, body: { texts }, ifMatch }) => {
    const first = { id: newId(), recordTexts: false, version: 0 };
    await db.createQueryBuilder().insert().into(RecordingEntity).values(first).orIgnore().execute();
    const row = await db.findOneOrFail(RecordingEntity, { where: {}, lock: { mode: 'pessimistic_write' } });
    requireVersion(row.version, ifMatch);
    const { version } = await db.save(RecordingEntity, { ...row, recordTexts: texts, version: row.version + 1 });
    return { texts, version };
  }),
];
