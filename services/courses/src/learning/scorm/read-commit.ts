import { fail } from '@lyceum/common/errors';
import { scormStateTooLarge } from '@lyceum/contracts/courses/scorm';
import { requestInvalid, requestMalformed } from '@lyceum/contracts/shared/common-problems';
import { id } from '@lyceum/contracts/shared/fields';
import { z } from 'zod';
import { type Cmi, cleanCmi } from '../scorm-data/clean-cmi.ts';

const maxStateBytes = 200_000;

const schema = z.object({
  /** The launch that it is of: one of before may tell what it could not send. */
  launchId: id,
  sequence: z.int().min(1).max(1_000_000),
  /** Milliseconds since the launch, by a clock that cannot be set. */
  elapsedMs: z.int().min(0).max(1_000_000_000),
  /** Time that the package says it was used, of this launch. */
  sessionSeconds: z.number().min(0).max(1_000_000),
  cmi: z.record(z.string(), z.unknown()),
});

export interface Commit extends Omit<z.output<typeof schema>, 'cmi'> {
  readonly cmi: Cmi;
}

/** What the player sends. Fails with `request.malformed`, `request.invalid` and `scorm.state_too_large`. */
export function readCommit(body: string): Commit {
  const parsed = schema.safeParse(parseJson(body));
  if (!parsed.success) {
    const errors = parsed.error.issues.map(({ path, message }) => ({ pointer: `/body/${path.join('/')}`, message }));
    throw fail(requestInvalid, { errors });
  }
  const cmi = cleanCmi(parsed.data.cmi);
  if (Buffer.byteLength(JSON.stringify(cmi)) > maxStateBytes) throw fail(scormStateTooLarge);
  return { ...parsed.data, cmi };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw fail(requestMalformed);
  }
}
