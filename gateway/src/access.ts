import type { Actor } from '@lyceum/common/context';
import { revocationProblem } from '@lyceum/common/request-rules';
import type { Revocations } from '@lyceum/common/revocations';
import type { Problem } from '@lyceum/contracts/define/problem';
import { spaceMismatch } from '@lyceum/contracts/shared/common-problems';

/** Why a verified actor may not pass, if so. A WebSocket may change data, so it counts as a write. */
export function accessRefusal(
  actor: Actor,
  { method, upgrade = false, pathSpace }: { method: string | undefined; upgrade?: boolean; pathSpace: string | undefined },
  revocations: Revocations,
): Problem | undefined {
  const problem = revocationProblem(actor, upgrade ? 'CONNECT' : method, revocations);
  return problem ?? (pathSpace && pathSpace !== actor.space ? spaceMismatch : undefined);
}
