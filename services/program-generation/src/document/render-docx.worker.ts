import { parentPort, workerData } from 'node:worker_threads';
import type { PrintedProgram } from './program-tree.ts';
import { renderDocx } from './render-docx.ts';

// What `renderInWorker` gave this thread.
const program: PrintedProgram = workerData;
parentPort?.postMessage(await renderDocx(program));
