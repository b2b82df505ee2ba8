import { join } from 'node:path';
import { readGivenServers } from './config.ts';
import { startMailCatcher } from './mail-catcher/mail-catcher.ts';
import { type ServerProcesses, type ServerProcessesOptions, startServerProcesses } from './server-processes.ts';
import { type ObjectStorage, openObjectStorage } from './servers/object-storage.ts';

export interface BackingServers extends ServerProcesses {
  readonly objectStore: Omit<ObjectStorage, 'stop'>;
  readonly mail: { readonly smtpUrl: string; readonly httpUrl: string | undefined };
}

export interface BackingServersOptions
  extends Omit<ServerProcessesOptions, 'throwaway' | 'given'>,
    Partial<Pick<ServerProcessesOptions, 'throwaway' | 'given'>> {
  /** Origins whose pages may use the object store by presigned URLs. */
  corsOrigins?: readonly string[];
}

/**
 * Starts all of them at once, by default those that the environment of this process does not name. Throws `StartFailure` after
 * ending those that did start.
 */
export async function startBackingServers(options: BackingServersOptions): Promise<BackingServers> {
  const { dataDir, secrets, choosePort, throwaway = false, given = readGivenServers(), corsOrigins = [] } = options;
  const starts = {
    processes: startServerProcesses({ ...options, throwaway, given }),
    objectStore: openObjectStorage({
      given,
      dataDir,
      port: () => choosePort(9000, 'the object store'),
      secrets,
      corsOrigins,
    }),
    mail: startMail(),
  };
  const settled = await Promise.allSettled(Object.values(starts));
  const stop = async () => {
    await Promise.all(settled.flatMap((start) => (start.status === 'fulfilled' ? [start.value.stop()] : [])));
  };
  try {
    const [processes, objectStore, mail] = await Promise.all([starts.processes, starts.objectStore, starts.mail]);
    return { ...processes, objectStore, mail, stop };
  } catch (error) {
    await stop();
    throw error;
  }

  async function startMail() {
    if (given.SMTP_URL) return { smtpUrl: given.SMTP_URL, httpUrl: undefined, stop: async () => undefined };
    const smtpPort = await choosePort(1025, 'mail (SMTP)');
    const httpPort = await choosePort(8025, 'the mail page');
    return startMailCatcher({ dataDir: join(dataDir, 'mail'), host: '127.0.0.1', smtpPort, httpPort });
  }
}
