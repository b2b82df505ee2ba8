import { poll } from '../../src/poll.ts';
import type { PrivateStack } from '../private-stack.ts';

interface Accounts {
  /** How the calls of the tutor ended, the first one first. */
  readonly outcomes: readonly string[];
  /** Tokens of all calls, as their records say. */
  readonly recorded: number;
  /** Tokens of the budget of the space, taken and set aside. */
  readonly used: number;
  readonly reserved: number;
}

/** What is kept of the calls of models and their budget, once as many calls as expected do not run any more. */
export function waitForAccounts({ sql }: PrivateStack, { running = 0 }: { running?: number } = {}): Promise<Accounts> {
  return poll('calls that have ended', 15_000, async () => {
    const calls = await sql<{ outcome: string; tokens: number }>(
      "SELECT outcome, input_tokens + output_tokens AS tokens FROM models.model_calls WHERE task = 'tutor' ORDER BY created_at, id",
    );
    if (calls.filter(({ outcome }) => outcome === 'running').length !== running) return undefined;
    const [budget] = await sql<{ used: number; reserved: number }>(
      `SELECT coalesce(sum(used_tokens), 0)::int AS used, coalesce(sum(reserved_tokens), 0)::int AS reserved
       FROM models.model_budget_days WHERE subject = 'all'`,
    );
    return {
      outcomes: calls.map(({ outcome }) => outcome),
      recorded: calls.reduce((sum, { tokens }) => sum + tokens, 0),
      ...{ used: budget?.used ?? 0, reserved: budget?.reserved ?? 0 },
    };
  });
}
