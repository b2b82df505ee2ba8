import type { Turn } from '@lyceum/common/fair-queue';
import type { exportFormats } from '@lyceum/contracts/program-generation';
import { renderDocx } from './docx/render-docx.ts';
import { type LayoutProfileName, layoutOf } from './layout-profiles.ts';
import { renderPdf } from './pdf/render-pdf.ts';
import { type PrintOrder, programTree } from './tree/program-tree.ts';
import type { Fonts } from './typeset/fonts.ts';
import { renderHtml } from './web/render-html.ts';
import { renderMarkdown } from './web/render-markdown.ts';

export interface RenderOrder extends PrintOrder {
  readonly format: (typeof exportFormats)[number];
  readonly profile: LayoutProfileName;
}

/** `render`, where it keeps nobody waiting. */
export interface Renderer {
  render(order: RenderOrder, turn: Turn): Promise<Uint8Array>;
}

/** The bytes of the file that was ordered; the same order gives the same bytes. */
export async function render({ format, profile, ...order }: RenderOrder, fonts: Fonts): Promise<Uint8Array> {
  const tree = programTree(order);
  const options = { layout: layoutOf[profile], fonts, date: order.date };
  switch (format) {
    case 'docx':
      return renderDocx(tree, options);
    case 'pdf':
      return renderPdf(tree, options);
    case 'html':
      return renderHtml(tree);
    case 'md':
      return renderMarkdown(tree);
  }
}
