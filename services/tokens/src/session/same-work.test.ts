import { createLogger } from '@lyceum/common/log';
import type { Redis } from '@lyceum/common/redis';
import { createRedis, redisReady } from '@lyceum/common/redis';
import { authInvalidCredentials } from '@lyceum/contracts/tokens/session';
import { testServers } from '@lyceum/testing/config';
import { buildAccount, buildAddress, buildEmail, buildPassword, buildRegistration } from '../../test/factories.ts';
import { keyEncryptionSecret, redisPrefix, service } from '../../test/tokens-service.ts';
import { createPasswords, type Passwords } from '../account/passwords.ts';
import { createConfirmationTokens } from '../registration/confirmation-tokens.ts';
import { registerAccount } from '../registration/register-account.ts';
import { signIn } from './sign-in.ts';
import { createSignInThrottle } from './sign-in-throttle.ts';

const getToken = createConfirmationTokens(keyEncryptionSecret);
const real = await createPasswords({ parallel: 2, queue: 10, secret: keyEncryptionSecret });

let redis: Redis;
beforeAll(async () => {
  redis = createRedis(testServers().TEST_REDIS_URL, createLogger('test', 'silent'));
  await redisReady(redis);
});
afterAll(() => redis.disconnect());

/** Notes each use of the real functions. */
function watchPasswords() {
  const work: string[] = [];
  const watched: Passwords = {
    hash: (...given) => {
      work.push('hash');
      return real.hash(...given);
    },
    hashFor: (...given) => {
      work.push('hash');
      return real.hashFor(...given);
    },
    verify: (...given) => {
      work.push('verify');
      return real.verify(...given);
    },
    isOutdated: real.isOutdated,
  };
  return { work, watched };
}

const buildRequest = () => ({
  ctx: service.context(),
  client: { address: buildAddress(), userAgent: '' },
  read: service.rows,
  transact: service.rows,
});

describe('the work of hashing tells nothing:', () => {
  it('a sign-in verifies once, whether the account is unknown, unconfirmed or the password wrong', async () => {
    const throttle = createSignInThrottle(redis, redisPrefix());
    const letNobodyIn = () => {
      throw new Error('nobody gets in here');
    };
    const accessTokens = { sign: letNobodyIn, signForService: letNobodyIn };
    const account = await buildAccount();
    const unconfirmed = await buildAccount({ emailConfirmedAt: null });
    for (const { email, password } of [
      { email: buildEmail(), password: buildPassword() },
      { email: account.email, password: buildPassword() },
      { email: unconfirmed.email, password: unconfirmed.password },
      { email: unconfirmed.email, password: buildPassword() },
    ]) {
      const { work, watched } = watchPasswords();
      const attempt = signIn(buildRequest(), { email, password }, { passwords: watched, throttle, accessTokens });
      await expect(attempt).rejects.toMatchObject({ problem: authInvalidCredentials });
      expect(work).toEqual(['verify']);
    }
  });

  it('a registration hashes once, whether the address is new, waits any number of times or is confirmed', async () => {
    const [fresh, confirmed] = [buildEmail(), await buildAccount()];
    const same = buildRegistration({ email: fresh });
    const others = [fresh, fresh, confirmed.email].map((email) => buildRegistration({ email }));
    for (const registration of [same, same, ...others]) {
      const { work, watched } = watchPasswords();
      await registerAccount(buildRequest(), { ...registration, locale: 'en' }, { passwords: watched, getToken });
      expect(work).toEqual(['hash']);
    }
  });

  it('a verification without a stored hash waits for its turn like any other', async () => {
    const narrow = await createPasswords({ parallel: 1, queue: 0, secret: keyEncryptionSecret });
    const address = buildAddress();
    const outcomes = await Promise.allSettled([1, 2].map(() => narrow.verify('x', undefined, address)));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  });
});
