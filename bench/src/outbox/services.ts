import { serviceConfig } from '@lyceum/common/config';
import { protectTable } from '@lyceum/common/database';
import { on } from '@lyceum/common/outbox';
import { defineService } from '@lyceum/common/service';
import { accountRegistered } from '@lyceum/contracts/tokens/registration';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Two services of the least that is real: one writes a row and publishes, the other writes a row for each event. They stand in
 * the places of `tokens` and `users`, whose event they use.
 */

const createTable = (table: string) =>
  class implements MigrationInterface {
    // TypeORM orders migrations by the time at the end of their name.
    readonly name = `Create${table}1763700000000`;

    async up(queryRunner: QueryRunner): Promise<void> {
      await queryRunner.query(`
        CREATE TABLE ${table} (
          space_id text NOT NULL DEFAULT current_setting('app.space'),
          id uuid PRIMARY KEY,
          email text NOT NULL,
          name text NOT NULL,
          CONSTRAINT ${table}_email UNIQUE (space_id, email)
        )`);
      await protectTable(queryRunner, table);
    }

    async down(queryRunner: QueryRunner): Promise<void> {
      await queryRunner.query(`DROP TABLE ${table}`);
    }
  };

export const sender = defineService({
  name: 'tokens',
  config: serviceConfig,
  features: [{ migrations: [createTable('accounts')] }],
});

export const receiver = defineService({
  name: 'users',
  config: serviceConfig,
  features: [
    {
      migrations: [createTable('profiles')],
      subscriptions: [
        on(accountRegistered, 'users.create-profile', async ({ accountId, email, name }, { db }) => {
          await db.query('INSERT INTO profiles (id, email, name) VALUES ($1, $2, $3)', [accountId, email, name]);
        }),
      ],
    },
  ],
});
