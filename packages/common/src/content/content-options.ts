import type { ServiceName } from '@lyceum/contracts/services';
import type { RequestTurns } from '../http/request-turns.ts';
import type { ContentRoute } from './content-route.ts';

/** What answering at the content address needs of a running service. */
export interface ContentOptions {
  readonly service: ServiceName;
  readonly routes: readonly ContentRoute[];
  readonly requestTurns: RequestTurns;
  /** Whose pages show the content in a frame. */
  readonly publicUrl: string;
}
