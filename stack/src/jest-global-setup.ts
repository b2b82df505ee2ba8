import { type JestServers, startJestServers } from '@lyceum/dev-servers/jest-servers';
import { ensurePrograms } from '@lyceum/dev-servers/programs/ensure-programs';
import { exportToTests } from './config.ts';
import { makeTemplateDatabase } from './template-database.ts';

let servers: JestServers | undefined;

/** Installs what tests run and starts the backing servers it does not find, once for the whole run; test files find them in `TEST_*` variables. */
// biome-ignore lint/style/noDefaultExport: Jest calls the default export of its set-up file
export default async function setUp(): Promise<void> {
  const programs = await ensurePrograms(
    ['redis-server', 'rabbitmq-server', 'ffmpeg', 'soffice', 'pdftotext', 'nginx', 'chromium'],
    (line) => void process.stdout.write(`${line}\n`),
  );
  servers = await startJestServers(makeTemplateDatabase);
  if (servers.areKept) process.stdout.write('On the servers that npm run servers keeps\n');
  const { postgres, redis, rabbitmq, objectStore, mail } = servers.backing;
  exportToTests({
    TEST_DATABASE_OWNER_URL: postgres.ownerUrl,
    TEST_DATABASE_PASSWORD: servers.rolePassword,
    TEST_RUN: servers.run,
    TEST_REDIS_URL: redis.url,
    TEST_RABBITMQ_URL: rabbitmq.url,
    ...(rabbitmq.managementUrl ? { TEST_RABBITMQ_MANAGEMENT_URL: rabbitmq.managementUrl } : {}),
    TEST_S3_ENDPOINT: objectStore.endpoint,
    TEST_S3_REGION: objectStore.region,
    TEST_S3_BUCKET: objectStore.bucket,
    TEST_S3_ACCESS_KEY: objectStore.accessKey,
    TEST_S3_SECRET_KEY: objectStore.secretKey,
    TEST_SMTP_URL: mail.smtpUrl,
    TEST_NGINX: programs.get('nginx') ?? '',
    ...(mail.httpUrl ? { TEST_MAIL_URL: mail.httpUrl } : {}),
  });
}

export async function tearDown(): Promise<void> {
  await servers?.stop();
}
