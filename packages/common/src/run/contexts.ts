import type { Clock, Context } from '../context.ts';
import type { Logger } from '../log.ts';

type Origin = Pick<Context, 'space' | 'requestId'> & Partial<Pick<Context, 'person'>>;

/** Makes contexts for work that no request asks for just now: events, jobs, schedules. */
export function createContexts(clock: Clock, log: Logger): (origin: Origin) => Context {
  return ({ space, person = null, requestId }) => ({
    actor: null,
    person,
    space,
    locale: 'en',
    requestId,
    log: log.child({ requestId, space }),
    now: () => clock.now(),
  });
}
