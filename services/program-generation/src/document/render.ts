import type { exportFormats } from '@lyceum/contracts/program-generation';
import { renderDocx } from './docx/render-docx.ts';
import { type LayoutProfileName, layoutOf } from './layout-profiles.ts';
import { type PrintOrder, programTree } from './tree/program-tree.ts';

export interface RenderOrder extends PrintOrder {
  readonly format: (typeof exportFormats)[number];
  readonly profile: LayoutProfileName;
}

/** The bytes of the file that was ordered; the same order gives the same bytes. */
export async function render({ format, profile, ...order }: RenderOrder): Promise<Uint8Array> {
  const tree = programTree(order);
  switch (format) {
    case 'docx':
      return renderDocx(tree, layoutOf[profile], order.date);
    case 'pdf':
    case 'html':
    case 'md':
      throw new Error(`no renderer of ${format} yet`);
  }
}
