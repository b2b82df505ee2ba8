import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** What the process sends first, such as that it is ready; rejects when it ends before. */
export async function firstMessage(name: string, child: ChildProcess): Promise<unknown> {
  const [message] = await Promise.race([once(child, 'message'), endsEarly(name, child)]);
  return message;
}

/** Rejects when the process ends. */
export async function endsEarly(name: string, child: ChildProcess): Promise<never> {
  const [code] = await once(child, 'exit');
  throw new Error(`${name} ended with ${code}`);
}

export async function end(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}
