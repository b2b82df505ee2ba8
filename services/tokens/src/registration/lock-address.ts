import type { Context } from '@lyceum/common/context';
import type { EntityManager } from 'typeorm';

/** Until the end of the transaction nobody else registers or confirms this address in this space. */
export async function lockAddress(db: EntityManager, { space }: Pick<Context, 'space'>, email: string): Promise<void> {
  await db.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`registration ${space} ${email}`]);
}
