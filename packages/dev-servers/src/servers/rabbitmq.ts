import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { childEnvironment } from '../config.ts';
import { ownFolder } from '../processes/own-folder.ts';
import type { ProcessRecords } from '../processes/process-records.ts';
import { type ServerProcess, serverProcess } from '../processes/server-process.ts';
import { endEpmd } from './epmd.ts';

interface RabbitmqOptions {
  program: string;
  dataDir: string;
  logDir: string;
  ports: { amqp: number; management: number; distribution: number; epmd: number };
  password: string;
  records: ProcessRecords;
}

const user = 'lyceum';

export function rabbitmqHome(dataDir: string): string {
  return join(dataDir, 'rabbitmq', 'home');
}

/** RabbitMQ with its management page, all of it on loopback. */
export function rabbitmqServer(options: RabbitmqOptions): { process: ServerProcess; url: string; managementUrl: string } {
  const { program, dataDir, logDir, ports, password, records } = options;
  const folder = join(dataDir, 'rabbitmq');
  const home = rabbitmqHome(dataDir);
  const mnesia = join(folder, 'mnesia');
  const made = join(folder, 'made');
  const here = ownFolder(folder);
  return {
    url: `amqp://${user}:${password}@127.0.0.1:${ports.amqp}`,
    managementUrl: `http://${user}:${password}@127.0.0.1:${ports.management}`,
    process: serverProcess({
      title: 'RabbitMQ',
      name: 'rabbitmq',
      command: [program],
      cwd: folder,
      env: childEnvironment({
        HOME: home,
        // The data folder is named after the node, so a changed host name must not change it.
        RABBITMQ_NODENAME: 'lyceum@localhost',
        RABBITMQ_CONF_ENV_FILE: '/dev/null',
        RABBITMQ_CONFIG_FILE: join(here, 'rabbitmq'),
        RABBITMQ_ENABLED_PLUGINS_FILE: join(here, 'enabled_plugins'),
        RABBITMQ_MNESIA_BASE: join(here, 'mnesia'),
        // Logs go to standard output; this is for what they do not hold, such as crash dumps.
        RABBITMQ_LOG_BASE: join(here, 'log'),
        RABBITMQ_LOGS: '-',
        RABBITMQ_PID_FILE: join(here, 'pid'),
        RABBITMQ_DIST_PORT: String(ports.distribution),
        ERL_EPMD_PORT: String(ports.epmd),
        ERL_EPMD_ADDRESS: '127.0.0.1',
        // Otherwise the broker sets memory aside for as many connections as the system allows, gigabytes on some.
        ERL_MAX_PORTS: '8192',
        // Makes the script become the server rather than its parent, so that our pid is the server's.
        RABBITMQ_ALLOW_INPUT: '1',
        RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-noinput -kernel inet_dist_use_interface {127,0,0,1} +S 1:1 +sbwt none',
      }),
      logFile: join(logDir, 'rabbitmq.log'),
      records,
      // Queues and message stores are closed within milliseconds of the signal; then its management agent idles for five seconds.
      ending: { signal: 'SIGTERM', patienceMs: 2500 },
      startTimeoutMs: 90_000,
      prepare() {
        endEpmd(home);
        // A first start that was killed may have left half a data folder, which no later start could use.
        if (!existsSync(made)) rmSync(mnesia, { recursive: true, force: true });
        for (const path of [home, mnesia]) mkdirSync(path, { recursive: true, mode: 0o700 });
        writeFileSync(join(folder, 'enabled_plugins'), '[rabbitmq_management].\n');
        writeFileSync(join(folder, 'rabbitmq.conf'), configuration(ports, password), { mode: 0o600 });
        const cookie = join(home, '.erlang.cookie');
        if (!existsSync(cookie)) writeFileSync(cookie, randomBytes(20).toString('hex'), { mode: 0o400 });
      },
      isReady: async () => (await accepts(ports.amqp)) && (await accepts(ports.management)),
      onReady: () => writeFileSync(made, ''),
      onEnd: () => endEpmd(home),
    }),
  };
}

function configuration(ports: RabbitmqOptions['ports'], password: string): string {
  return [
    `listeners.tcp.1 = 127.0.0.1:${ports.amqp}`,
    'management.tcp.ip = 127.0.0.1',
    `management.tcp.port = ${ports.management}`,
    'vm_memory_high_watermark.absolute = 512MB',
    'disk_free_limit.absolute = 50MB',
    'log.console.level = warning',
    `default_user = ${user}`,
    `default_pass = ${password}`,
    '',
  ].join('\n');
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.destroy());
    socket.on('error', () => resolve(false)).on('close', (failed) => resolve(!failed));
  });
}
