import { parentPort } from 'node:worker_threads';
import type { Rendering } from './create-renderer.ts';
import { type RenderOrder, render } from './render.ts';
import { loadFonts } from './typeset/fonts.ts';

const fonts = loadFonts();

async function answer(order: RenderOrder): Promise<Rendering> {
  try {
    return { file: await render(order, fonts) };
  } catch (error) {
    return { failure: error instanceof Error ? error : new Error(String(error)) };
  }
}

parentPort?.on('message', (order: RenderOrder) => {
  void answer(order).then((rendering) => parentPort?.postMessage(rendering));
});
