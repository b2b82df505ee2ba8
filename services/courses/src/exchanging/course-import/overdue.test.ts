import { OverdueWork } from '@lyceum/common/work-thread';
import { getCourseImport } from '@lyceum/contracts/courses/course-import';
import { asStaff } from '@lyceum/testing/actors';
import { openStorage } from '@lyceum/testing/object-store';
import { service } from '../../../test/courses-service.ts';
import { buildWholeDraft, downloadAs, exportAs, uploadPackage } from '../../../test/package-factories.ts';
import { CourseImportEntity } from './course-import.entity.ts';
import { handleReadImport } from './read-import.job.ts';

it('ends an import at once whose reading takes too long, and says what to do', async () => {
  const { author, courseId } = await buildWholeDraft();
  const as = asStaff();
  const importId = await uploadPackage(as, await downloadAs(author, await exportAs(author, courseId)));
  await service.rows((db) => db.update(CourseImportEntity, { id: importId }, { status: 'queued' }));
  const storage = await openStorage();
  const late = () => Promise.reject(new OverdueWork());
  try {
    await handleReadImport({ storage, planPackage: late, readPackage: late }).run({ importId }, service.jobRun());
  } finally {
    storage.stop();
  }
  const { body } = await service.call(getCourseImport, { as, params: { importId } });
  expect(body).toMatchObject({ status: 'failed', reason: 'It takes too long to read it: divide the course.' });
});
