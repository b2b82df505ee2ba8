import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { fail } from '@lyceum/common/errors';
import { hash, parseOptions, verify } from '@node-rs/argon2';

/** Argon2id, memory in KiB: the smallest of the settings OWASP ASVS 5.0 (appendix C) allows with two passes. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const saltBytes = 16;

export interface Passwords {
  /** PHC string. */
  hash(password: string): Promise<string>;
  /** PHC string with a salt of this owner's own: the same password of the same owner has the same hash. */
  hashFor(owner: string, password: string): Promise<string>;
  /** Without a stored hash the answer is no, after the same work. */
  verify(password: string, stored: string | undefined): Promise<boolean>;
  /** True when the hash was made with less work than a new one would be. */
  isOutdated(stored: string): boolean;
}

/** Hashes `parallel` passwords at the same time; `queue` more may wait, the next is refused with `service.unavailable`. */
export async function createPasswords(options: { parallel: number; queue: number; secret: string }): Promise<Passwords> {
  const takeTurn = createTurns(options.parallel, options.queue);
  const decoy = await hash(randomBytes(32), cost);
  const saltKey = Buffer.from(hkdfSync('sha256', options.secret, '', 'lyceum tokens: salts of owners', 32));
  const saltOf = (owner: string) => createHmac('sha256', saltKey).update(owner).digest().subarray(0, saltBytes);
  return {
    hash: (password) => takeTurn(() => hash(normalize(password), cost)),
    hashFor: (owner, password) => takeTurn(() => hash(normalize(password), { ...cost, salt: saltOf(owner) })),
    verify: async (password, stored) => {
      const matches = await takeTurn(() => verify(stored ?? decoy, normalize(password)));
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

function createTurns(places: number, seats: number) {
  let free = places;
  const waiting: (() => void)[] = [];
  return async function takeTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (free > 0) free -= 1;
    else if (waiting.length < seats) await new Promise<void>((resolve) => waiting.push(resolve));
    else throw fail('service.unavailable', { retryAfter: 1 });
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
