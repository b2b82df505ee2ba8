import { parentPort, workerData } from 'node:worker_threads';
import type { Extraction, ExtractionOrder } from './create-extractor.ts';
import { extractText } from './extract-text.ts';
import { Unreadable } from './unreadable.ts';

// create-extractor.ts starts the thread with nothing else.
const { type, bytes } = workerData as ExtractionOrder;

async function extract(): Promise<Extraction> {
  try {
    return { text: await extractText(type, bytes) };
  } catch (error) {
    const reason = String(error);
    // What the libraries throw says that they do not understand the file.
    return { failure: error instanceof Unreadable ? error.code : 'damaged', reason };
  }
}

parentPort?.postMessage(await extract());
