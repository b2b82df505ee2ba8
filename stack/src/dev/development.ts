import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { BackingServers } from '@lyceum/dev-servers/backing-servers';
import { type InstallationOptions, openInstallation } from '../installation.ts';
import { type Entrance, toEntrance } from '../welcome.ts';
import type { ApplicationSettings } from './application-settings.ts';
import { createReloader } from './reloader.ts';
import { watchFolders } from './watch-folders.ts';

interface DevelopmentOptions extends InstallationOptions {
  /** A change in one of them restarts the application. */
  folders?: readonly string[];
}

export interface Development extends Entrance {
  readonly backing: BackingServers;
  stop(): Promise<void>;
}

const repository = join(import.meta.dirname, '../../..');

/** What the process of the application runs. */
export function applicationFolders(): string[] {
  const services = readdirSync(join(repository, 'services')).map((name) => join('services', name));
  const folders = ['packages/contracts', 'packages/common', 'packages/llm', 'gateway', 'stack', ...services];
  return folders.map((folder) => join(repository, folder));
}

/** Backing servers in this process, and the application in one that is restarted when a source changes. */
export async function startDevelopment(options: DevelopmentOptions): Promise<Development> {
  const { env = {}, ports = 'usual', progress = () => undefined, folders = applicationFolders() } = options;
  const installation = await openInstallation(options);
  const { gateway, logFile, secretsFile } = installation;
  try {
    const backing = await installation.startServers();
    const entrance = toEntrance(installation, backing, env);
    const settings: ApplicationSettings = { env, secretsFile, ports, gateway, logFile, backing };
    const reloader = createReloader({ script: join(import.meta.dirname, 'application-process.ts'), settings, progress });
    const watcher = watchFolders(folders, (path) => void reloader.reload(`${relative(repository, path)} has changed`));
    await reloader.reload();
    installation.announce();
    return {
      ...entrance,
      backing,
      async stop() {
        watcher.close();
        await reloader.stop();
        await installation.stop();
      },
    };
  } catch (error) {
    await installation.stop();
    throw error;
  }
}
