import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Api } from '../../src/api.ts';
import type { PrivateStack } from '../private-stack.ts';

/** What every case may use. One stack serves them all, so a case makes what it needs and looks at nothing else. */
export interface World {
  readonly stack: PrivateStack;
  readonly api: Api;
  /** Access token of the demo account, an administrator of the space main. */
  readonly token: string;
}

/** An input of the world that once got a wrong answer, with the right one. */
export interface Case {
  /** Its folder beside this file, where the inputs are. */
  readonly folder: string;
  /** Ends the name of the test: what comes out. */
  readonly outcome: string;
  run(world: World): Promise<void>;
}

/** A file of a case, as it was found. */
export function readInput(folder: string, name: string): Buffer {
  return readFileSync(fileURLToPath(new URL(`${folder}/${name}`, import.meta.url)));
}
