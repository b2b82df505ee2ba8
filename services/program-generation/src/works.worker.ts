import { parentPort } from 'node:worker_threads';
import type { WorkResult, WorkTask } from './threads/create-work-thread.ts';
import { createWorks } from './works.ts';

const works = new Map<string, (input: never) => unknown>(Object.entries(createWorks()));

async function answer({ name, input }: WorkTask): Promise<WorkResult> {
  try {
    // What orders a work has its type from the same table.
    return { output: await works.get(name)?.(input as never) };
  } catch (error) {
    return { failure: error instanceof Error ? error : new Error(String(error)) };
  }
}

parentPort?.on('message', (task: WorkTask) => {
  void answer(task).then((result) => parentPort?.postMessage(result));
});
