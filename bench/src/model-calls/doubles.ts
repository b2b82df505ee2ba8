import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { providerSettings } from '@lyceum/contracts/models/provider';
import { z } from 'zod';
import { end, firstMessage } from '../child-process.ts';

const provider = z.object({ settings: providerSettings, key: z.string() });
export type DoubledProvider = z.output<typeof provider>;

/** `slow` takes its time for every call. */
const doubles = z.object({ gigachat: provider, openai: provider, slow: provider });
export type Doubles = z.input<typeof doubles>;

const recordedCall = z.object({
  url: z.string(),
  headers: z.record(z.string(), z.union([z.string(), z.array(z.string()), z.undefined()])),
  body: z.string(),
});
/** A call as a double got it. */
export type RecordedCall = z.infer<typeof recordedCall>;

export interface RunningDoubles {
  readonly providers: z.output<typeof doubles>;
  /** The last call of a model that it got. */
  lastCall(name: keyof Doubles): Promise<RecordedCall>;
  stop(): Promise<void>;
}

/** Providers in a process of their own, so that their work is not counted. */
export async function startDoubles(): Promise<RunningDoubles> {
  const child = fork(fileURLToPath(new URL('./doubles-process.ts', import.meta.url)));
  return {
    providers: doubles.parse(await firstMessage('the process of the doubles', child)),
    async lastCall(name) {
      const answered = once(child, 'message');
      child.send(name);
      const [call] = await answered;
      return recordedCall.parse(call);
    },
    stop: () => end(child),
  };
}
