import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Disk } from '@lyceum/dev-servers/object-store/disk/disk';
import type { ObjectStoreOptions } from '@lyceum/dev-servers/object-store/object-store';

export interface StoreProcess {
  start(): Promise<void>;
  /** `kill -9`, and wait until it is gone. */
  kill(): Promise<void>;
  /** What the store has on its disk, while it is down: keys of objects, and of uploads that are not completed. */
  readContents(): Promise<{ objects: string[]; uploads: string[] }>;
}

export function createStoreProcess(options: ObjectStoreOptions, bucket: string): StoreProcess {
  let child: ChildProcess | undefined;
  return {
    async start() {
      child = fork(join(import.meta.dirname, 'store-program.ts'), [JSON.stringify(options)], { execArgv: [] });
      await once(child, 'message');
    },
    async kill() {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
    async readContents() {
      const disk = await Disk.open(options.dataDir);
      const { objects: index } = disk.getBucket(bucket);
      const objects = Array.from({ length: index.size }, (_, position) => index.at(position)?.[0] ?? '');
      return { objects, uploads: disk.uploads.list(bucket).map(({ key }) => key) };
    },
  };
}
