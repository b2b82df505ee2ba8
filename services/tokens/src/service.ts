import { defineService } from '@lyceum/common/service';
import { accountFeature } from './account/account.feature.ts';
import { tokensConfig } from './config.ts';
import { createShared } from './create-shared.ts';
import { registrationFeature } from './registration/registration.feature.ts';
import { sessionFeature } from './session/session.feature.ts';
import { signingKeyFeature } from './signing-key/signing-key.feature.ts';
import { spaceFeature } from './space/space.feature.ts';

export const tokens = defineService({
  name: 'tokens',
  config: tokensConfig,
  share: createShared,
  features: [spaceFeature, accountFeature, registrationFeature, sessionFeature, signingKeyFeature],
});
