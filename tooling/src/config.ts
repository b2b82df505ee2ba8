import { z } from 'zod';

const schema = z.object({
  /** A PostgreSQL to make scratch databases in, as its superuser; without it one is started for the purpose. */
  TEST_DATABASE_OWNER_URL: z.url().optional(),
  /** The password that server's service roles have already; making another database must not change it. */
  TEST_DATABASE_PASSWORD: z.string().optional(),
});

export function givenDatabase() {
  return schema.parse(process.env);
}

/** For the programs we start: no colours in captured output, and no reports about us to anybody. */
export function toolEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, NO_COLOR: '1', DO_NOT_TRACK: '1', TURBO_TELEMETRY_DISABLED: '1' };
}
