import { describeAccess } from '@lyceum/testing/describe-access';
import { SpaceEntity } from '../src/space/space.entity.ts';
import { bearer, buildSession } from './factories.ts';
import { service } from './tokens-service.ts';

beforeAll(async () => {
  await service.rows(
    (db) => db.insert(SpaceEntity, { id: 'elsewhere', title: 'School', createdAt: service.clock.now() }),
    'elsewhere',
  );
});

describeAccess(service, {
  open: {
    'POST /auth/register': 'who registers has no account yet',
    'POST /auth/confirm-email': 'the link in the mail is the proof',
    'POST /auth/login': 'this is how a token is got',
    'POST /auth/token': 'this is how a token is got',
    'POST /auth/refresh': 'the refresh token is the proof',
    'GET /.well-known/jwks.json': 'the keys are published',
  },
  anyRole: { 'POST /auth/logout': 'everybody may end the own session' },
  inputs: () => ({ 'POST /spaces': { body: { id: 'of-nobody', title: 'School' } } }),
  toHeaders: async ({ roles, space }) => bearer((await buildSession({ roles: [...roles], space })).accessToken),
});
