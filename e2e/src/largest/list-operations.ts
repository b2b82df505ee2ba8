import type { Endpoint } from '@lyceum/contracts/define';
import * as models from '@lyceum/contracts/models';
import * as notifications from '@lyceum/contracts/notifications';
import * as programGeneration from '@lyceum/contracts/program-generation';
import * as tokens from '@lyceum/contracts/tokens';
import * as users from '@lyceum/contracts/users';

/** An endpoint with the name its contract gives it. */
export interface Operation {
  readonly name: string;
  readonly endpoint: Endpoint;
}

/** What others cannot come after, the worst of it last. */
const ending = [
  'lockBlock',
  'submitProgram',
  'returnProgram',
  'approveProgram',
  'archiveProgram',
  'unarchiveProgram',
  'deleteProgram',
  'logout',
];

/** Every endpoint by contract, in an order in which none takes from the next what it needs: reading, writing, ending. */
export function listOperations(): Readonly<Record<string, readonly Operation[]>> {
  const contracts = { tokens, users, notifications, 'program-generation': programGeneration, models };
  return Object.fromEntries(
    Object.entries(contracts).map(([contract, exported]) => [
      contract,
      Object.entries(exported)
        .flatMap(([name, value]) => (isEndpoint(value) ? [{ name, endpoint: value }] : []))
        .toSorted((a, b) => rank(a) - rank(b)),
    ]),
  );
}

function rank({ name, endpoint: { method } }: Operation): number {
  if (ending.includes(name)) return 3 + ending.indexOf(name);
  return method === 'GET' ? 0 : method === 'DELETE' ? 2 : 1;
}

const isEndpoint = (value: unknown): value is Endpoint => typeof value === 'object' && value !== null && 'consumes' in value;
