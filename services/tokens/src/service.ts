import { defineService } from '@lyceum/common/service';
import { AccountEntity } from './account/account.entity.ts';
import { EmailConfirmationEntity } from './account/email-confirmation.entity.ts';
import { tokensConfig } from './config.ts';
import { CreateAccounts1763683200000 } from './migrations/1763683200000-create-accounts.ts';
import { RefreshTokenEntity } from './session/refresh-token.entity.ts';
import { SessionEntity } from './session/session.entity.ts';
import { SigningKeyEntity } from './signing-key/signing-key.entity.ts';
import { SpaceEntity } from './space/space.entity.ts';

export const tokens = defineService({
  name: 'tokens',
  config: tokensConfig,
  entities: [AccountEntity, EmailConfirmationEntity, RefreshTokenEntity, SessionEntity, SigningKeyEntity, SpaceEntity],
  migrations: [CreateAccounts1763683200000],
  constraints: { spaces_id: 'space.taken' },
  mount: () => ({ routes: [] }),
});
