import { createWorkThread } from '@lyceum/common/work-thread';
import type { ServiceWorks } from '@lyceum/program-generation/works';
import { composeProgram, writeOut } from './programs.ts';
import { type Measured, type Run, renderRequest } from './render-request.ts';

/** Renders as the job of the service does, in a process that has done nothing before; tells its parent what it measured. */
const { hours, format, documents } = renderRequest.parse(JSON.parse(process.argv[2] ?? ''));
process.once('disconnect', () => process.exit(1));

const began = performance.now();
const composed = composeProgram(hours);
const composeMs = performance.now() - began;
const document = writeOut(composed);
const order = { format, profile: 'gost-7.32', letterhead: null, document, date: new Date('2026-09-01T00:00:00Z') } as const;
const turn = { space: 'main', person: null };
const worker = import.meta.resolve('@lyceum/program-generation/works.worker');
const thread = createWorkThread<ServiceWorks>(new URL(worker));
const render = thread.work('render');
const runs: Run[] = [];
let file: Uint8Array = new Uint8Array();
while (runs.length < documents) {
  const started = performance.now();
  file = (await render(order, turn)).bytes;
  runs.push({ ms: performance.now() - started, rss: process.memoryUsage.rss() });
}
await thread.stop();
// Objects of a PDF stand in the file uncompressed, each page as one of them.
const pages = Buffer.from(file).toString('latin1').split('/Type /Page\n').length - 1;
process.send?.({ composeMs, runs, pages, bytes: file.length } satisfies Measured);
