import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { addressKey } from '@lyceum/common/client-address';
import { createFairQueue } from '@lyceum/common/fair-queue';
import { hash, parseOptions, verify } from '@node-rs/argon2';

/** Argon2id, memory in KiB: the smallest of the settings OWASP ASVS 5.0 (appendix C) allows with two passes. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const saltBytes = 16;

/** Each waits in the turn of the address it comes from, null for what the platform does by itself. */
export interface Passwords {
  /** PHC string. */
  hash(password: string, address: string | null): Promise<string>;
  /** PHC string with a salt of this owner's own: the same password of the same owner has the same hash. */
  hashFor(owner: string, password: string, address: string | null): Promise<string>;
  /** Without a stored hash the answer is no, after the same work. */
  verify(password: string, stored: string | undefined, address: string | null): Promise<boolean>;
  /** True when the hash was made with less work than a new one would be. */
  isOutdated(stored: string): boolean;
}

/**
 * Hashes `parallel` passwords at the same time, in fair turns of where they come from; `queue` more may wait, the next is refused
 * with `service.unavailable`. Half of them may come from one client, whose next is refused with `rate.limited`.
 */
export async function createPasswords(options: { parallel: number; queue: number; secret: string }): Promise<Passwords> {
  const turns = createFairQueue({
    places: options.parallel,
    waiting: options.queue,
    waitingPerPerson: Math.max(Math.floor(options.queue / 2), 1),
  });
  const decoy = await hash(randomBytes(32), cost);
  const saltKey = Buffer.from(hkdfSync('sha256', options.secret, '', 'lyceum tokens: salts of owners', 32));
  const toSalt = (owner: string) => createHmac('sha256', saltKey).update(owner).digest().subarray(0, saltBytes);

  async function inTurn<Result>(address: string | null, work: () => Promise<Result>): Promise<Result> {
    // Whoever is not signed in names any space, so the address alone counts.
    const release = await turns.acquire({ space: '', person: address === null ? null : addressKey(address) });
    try {
      return await work();
    } finally {
      release();
    }
  }

  return {
    hash: (password, address) => inTurn(address, () => hash(normalize(password), cost)),
    hashFor: (owner, password, address) => inTurn(address, () => hash(normalize(password), { ...cost, salt: toSalt(owner) })),
    verify: async (password, stored, address) => {
      const matches = await inTurn(address, () => verify(stored ?? decoy, normalize(password)));
      return matches && stored !== undefined;
    },
    isOutdated(stored) {
      const { memoryCost, timeCost } = parseOptions(stored);
      return memoryCost < cost.memoryCost || timeCost < cost.timeCost;
    },
  };
}

/** The same characters typed on another system may come as other code points (NIST SP 800-63B-4, 3.1.1.2). */
function normalize(password: string): string {
  return password.normalize('NFC');
}
