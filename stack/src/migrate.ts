import { ConfigError } from '@lyceum/common/config';
import { errorText } from '@lyceum/common/error-report';
import { createLogger } from '@lyceum/common/log';
import { readMigrationConfig } from './config.ts';
import { declareAllQueues, migrateDatabase } from './migrate-all.ts';

try {
  const { ownerUrl, passwords, rabbitmqUrl, queueType, logLevel } = readMigrationConfig();
  const log = createLogger('migrate', logLevel);
  await migrateDatabase(ownerUrl, passwords, log);
  if (rabbitmqUrl) await declareAllQueues(rabbitmqUrl, queueType);
  else log.warn('RABBITMQ_URL is not set: each service makes its queue when it starts, and misses events until then');
  log.info('migrated');
} catch (error) {
  console.error(
    error instanceof ConfigError
      ? `${error.message}\nnpm start takes this step by itself; alone it is for databases of your own.`
      : errorText(error),
  );
  process.exit(1);
}
