import { z } from 'zod';

const schema = z.object({
  /** Twelve hexadecimal digits in the names of all that this run makes on servers that may outlive it. */
  TEST_RUN: z.string(),
  TEST_DATABASE_OWNER_URL: z.string(),
  TEST_DATABASE_PASSWORD: z.string(),
  TEST_REDIS_URL: z.string(),
  TEST_RABBITMQ_URL: z.string(),
  TEST_RABBITMQ_MANAGEMENT_URL: z.string(),
  TEST_S3_ENDPOINT: z.string(),
  TEST_S3_REGION: z.string(),
  TEST_S3_BUCKET: z.string(),
  TEST_S3_ACCESS_KEY: z.string(),
  TEST_S3_SECRET_KEY: z.string(),
  TEST_SMTP_URL: z.string(),
  /** Path of the program. */
  TEST_NGINX: z.string(),
  TEST_MAIL_URL: z.string(),
});

/** Where the servers are that Jest's global set-up started. */
export function testServers(): z.output<typeof schema> {
  return schema.parse(process.env);
}
