import { parentPort } from 'node:worker_threads';
import type { Rendering } from './create-renderer.ts';
import type { PrintedProgram } from './program-tree.ts';
import { renderDocx } from './render-docx.ts';

parentPort?.on('message', async (program: PrintedProgram) => {
  const rendering: Rendering = await renderDocx(program).then(
    (file) => ({ file }),
    (error: unknown) => ({ failure: error instanceof Error ? error : new Error(String(error)) }),
  );
  parentPort?.postMessage(rendering);
});
