import { createStorage, type Storage } from '@lyceum/common/storage';
import { createWorkThread } from '@lyceum/common/work-thread';
import { createExport, downloadExport } from '@lyceum/contracts/program-generation/export';
import { deleteProgram } from '@lyceum/contracts/program-generation/program';
import { asUser } from '@lyceum/testing/actors';
import { createTestProgramService } from '../../test/create-test-program-service.ts';
import { buildReadyProgram } from '../../test/factories.ts';
import { deleteFiles } from '../files/delete-files.job.ts';
import { programGeneration } from '../service.ts';
import type { ServiceWorks } from '../works.ts';
import { handleExportProgram } from './export-program.job.ts';
import { exportProgram } from './request-export.ts';

/** What happens while a file is on its way to the store. */
let meanwhile: (key: string) => Promise<void> = async () => {};
let store: Storage;

const service = createTestProgramService(
  {},
  {
    ...programGeneration,
    async mount(kit) {
      const parts = await programGeneration.mount(kit);
      store = await createStorage(kit.config);
      const thread = createWorkThread<ServiceWorks>(new URL('../works.worker.ts', import.meta.url));
      const put: Storage['put'] = async (key, ...file) => {
        await meanwhile(key);
        await store.put(key, ...file);
      };
      const handler = handleExportProgram({ renderer: { render: thread.work('render') }, storage: { ...store, put } });
      return {
        ...parts,
        jobs: parts.jobs.map((other) => (other.job.name === exportProgram.name ? handler : other)),
        async stop() {
          await parts.stop();
          await thread.stop();
          store.stop();
        },
      };
    },
  },
);

afterEach(() => {
  meanwhile = async () => {};
});

describe('program-generation.export-program', () => {
  it('leaves no file behind when the programme is deleted while the file is stored', async () => {
    const owner = asUser();
    const params = { programId: (await buildReadyProgram(service, owner)).id };
    await service.call(createExport, { as: owner, params, body: { format: 'md' } });
    let stored = '';
    meanwhile = async (key) => {
      stored = key;
      expect((await service.call(deleteProgram, { as: owner, params })).status).toBe(204);
      expect(await service.runJobs()).toMatchObject([{ name: deleteFiles.name, error: undefined }]);
    };
    expect(await service.runJobs()).toMatchObject([{ name: exportProgram.name, error: undefined }]);
    expect(stored).toMatch(/\.md$/);
    expect(await store.head(stored)).toBeUndefined();
  });

  it('keeps the file when another run has made it in the meantime', async () => {
    const owner = asUser();
    const { id: programId } = await buildReadyProgram(service, owner);
    const { body: ordered } = await service.call(createExport, { as: owner, params: { programId }, body: { format: 'md' } });
    meanwhile = async () => {
      await service.rows((db) => db.query("UPDATE program_exports SET status = 'ready', size = 1 WHERE id = $1", [ordered.id]));
    };
    expect((await service.runJobs()).map(({ error }) => error)).toEqual([undefined]);
    const { status, headers } = await service.call(downloadExport, { as: owner, params: { programId, exportId: ordered.id } });
    expect([status, (await fetch(String(headers['location']))).status]).toEqual([303, 200]);
  });
});
