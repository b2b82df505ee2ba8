import { defineFeature, type Kit } from '@lyceum/common/service';
import type { tokensConfig } from '../config.ts';
import { CreateAccounts1763683200000 } from '../migrations/1763683200000-create-accounts.ts';
import { AccountEntity } from './account.entity.ts';
import { accountSnapshot } from './account-snapshot.ts';
import { ensureFirstAdministrator } from './ensure-first-administrator.ts';
import type { Passwords } from './passwords.ts';

type Needs = Pick<Kit<typeof tokensConfig>, 'config' | 'database' | 'systemContext'> & { readonly passwords: Passwords };

export const accountFeature = defineFeature({
  entities: [AccountEntity],
  migrations: [CreateAccounts1763683200000],
  snapshots: [accountSnapshot],
  async mount({ config: { ADMIN_EMAIL: email, ADMIN_PASSWORD: password }, database, systemContext, passwords }: Needs) {
    if (email && password) await ensureFirstAdministrator(database, systemContext('main'), { email, password }, passwords);
    return {};
  },
});
