import { workerData } from 'node:worker_threads';
import type { ExtractionTask } from './create-extractor.ts';

// extract.process.ts starts the thread with nothing else.
const { memoryMb, timeMs } = workerData as ExtractionTask['limits'];

const end = () => process.kill(process.pid, 'SIGKILL');

// A thread of its own: the one that reads a file may never come to its timers.
setInterval(() => process.memoryUsage.rss() > memoryMb * 1e6 && end(), 20);
// By then the process that waits for the file gave up, unless it is dead itself.
setTimeout(end, timeMs + 5_000);
