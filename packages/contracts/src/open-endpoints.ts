import type { Endpoint } from './define.ts';
import * as tokens from './tokens.ts';

/** What people may call before they have signed in; tokens alone serves such. */
export const openEndpoints: readonly Endpoint[] = Object.values(tokens).flatMap((value) =>
  'open' in value && value.open ? [value] : [],
);
