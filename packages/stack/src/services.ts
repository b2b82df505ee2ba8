import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Service } from '@lyceum/common/service';
import { serviceNames } from '@lyceum/contracts/services';

/** Every service of the registry, as a value. */
export async function loadServices(): Promise<Service[]> {
  return Promise.all(
    serviceNames.map(async (name) => {
      const empty = { name, entities: [], migrations: [], subscribes: [] } as unknown as Service;
      try {
        const file = createRequire(import.meta.url).resolve(`@lyceum/${name}/service`);
        if (!existsSync(file)) return empty;
        const module = await import(file);
        return module[name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())] ?? empty;
      } catch (error) {
        if (!String(error).includes("/service.ts'"))
          process.stderr.write(`stack: ${name} cannot be loaded yet: ${String(error)}\n`);
        return empty;
      }
    }),
  );
}
