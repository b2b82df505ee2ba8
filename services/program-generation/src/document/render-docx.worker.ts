import { parentPort } from 'node:worker_threads';
import type { Rendering } from './create-renderer.ts';
import type { PrintedProgram } from './program-tree.ts';
import { renderDocx } from './render-docx.ts';

async function render(program: PrintedProgram): Promise<Rendering> {
  try {
    return { file: await renderDocx(program) };
  } catch (error) {
    return { failure: error instanceof Error ? error : new Error(String(error)) };
  }
}

parentPort?.on('message', (program: PrintedProgram) => {
  void render(program).then((rendering) => parentPort?.postMessage(rendering));
});
