import { Worker } from 'node:worker_threads';
import { closeWays } from './close-ways.ts';
import type { ExtractionTask } from './create-extractor.ts';
import { extractText } from './extract-text.ts';
import type { Extraction } from './parse-extraction.ts';
import { Unreadable } from './unreadable.ts';

async function extract({ type, bytes }: ExtractionTask): Promise<Extraction> {
  try {
    return await extractText(type, bytes);
  } catch (error) {
    // What the libraries throw says that they do not understand the file, and may quote it.
    const reason = String(error).slice(0, 300);
    return { failure: error instanceof Unreadable ? error.code : 'damaged', reason };
  }
}

process.once('message', (task: ExtractionTask) => {
  new Worker(new URL('./end-process.worker.ts', import.meta.url), { workerData: task.limits });
  closeWays();
  void extract(task).then((extraction) => process.send?.(extraction));
});
