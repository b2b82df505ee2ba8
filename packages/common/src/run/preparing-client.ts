import { Client, type ClientConfig } from 'pg';
import { z } from 'zod';

/** Each takes 12 kB of the connection's memory in the server, 35 kB with a join. What a service runs again and again is less. */
const maxPrepared = 100;

/** Lists of changing length make new texts without end. */
const maxSeen = 1000;

/**
 * Has PostgreSQL parse and plan a statement once for each connection, from the second time it comes: half of what a keyed read
 * costs the server. It goes on planning by the values where that pays (`plan_cache_mode`). That is for what TypeORM builds and
 * for SQL with values.
 */
export class PreparingClient extends Client {
  constructor(config?: ClientConfig) {
    super(config);
    const names = createNames();
    // One of its overloads: text and values in, a promise out. Other calls are passed on as they are.
    const query = this.query.bind(this) as (...args: readonly unknown[]) => Promise<unknown>;
    const prepare = async (text: string, values: readonly unknown[], name: string) => {
      try {
        return await query({ name, text, values });
      } catch (error) {
        if (isStalePlan(error)) names.forget();
        throw error;
      }
    };
    const queryOrPrepare = (...args: readonly unknown[]) => {
      const [text, values, callback] = args;
      // Without a list of values, if only an empty one, it may be several statements, or one such as COMMIT.
      if (typeof text !== 'string' || !Array.isArray(values) || callback) return query(...args);
      const name = names.of(text);
      return name === undefined ? query(...args) : prepare(text, values, name);
    };
    this.query = queryOrPrepare as Client['query']; // all its overloads, see above
  }
}

const stalePlan = z.object({ code: z.literal('0A000'), message: z.string().includes('cached plan must not change result type') });

const wrapped = z.object({ driverError: stalePlan });

/** A migration has changed the columns of a prepared statement. The connection has forgotten it: it can be run again. */
export function isStalePlan(error: unknown): boolean {
  return stalePlan.safeParse(error).success || wrapped.safeParse(error).success;
}

/** Names of prepared statements, by their text. */
function createNames() {
  const names = new Map<string, string>();
  const seen = new Set<string>();
  let made = 0;
  return {
    /** Undefined when the text is not worth a name, or not yet. */
    of(text: string): string | undefined {
      const name = names.get(text);
      if (name !== undefined) return name;
      if (!seen.has(text)) {
        if (seen.size === maxSeen) seen.clear();
        seen.add(text);
        return undefined;
      }
      if (names.size === maxPrepared) return undefined;
      made += 1;
      names.set(text, `kit-${made}`);
      return names.get(text);
    },
    forget(): void {
      names.clear();
      seen.clear();
    },
  };
}
