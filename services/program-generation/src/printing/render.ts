import type { Turn } from '@lyceum/common/fair-queue';
import type { exportFormats } from '@lyceum/contracts/program-generation/export';
import { renderDocx } from './docx/render-docx.ts';
import { type LayoutProfileName, layouts } from './layout-profiles.ts';
import { renderPdf } from './pdf/render-pdf.ts';
import type { RenderedFile } from './rendered-file.ts';
import { type PrintRequest, programTree } from './tree/program-tree.ts';
import type { Fonts } from './typeset/fonts.ts';
import { renderHtml } from './web/render-html.ts';
import { renderMarkdown } from './web/render-markdown.ts';

export interface RenderRequest extends PrintRequest {
  readonly format: (typeof exportFormats)[number];
  readonly profile: LayoutProfileName;
}

/** `render`, where it keeps nobody waiting. */
export interface Renderer {
  render(request: RenderRequest, turn: Turn): Promise<RenderedFile>;
}

/** The file that is asked for; the same request gives the same bytes. */
export async function render({ format, profile, ...request }: RenderRequest, fonts: Fonts): Promise<RenderedFile> {
  const tree = programTree(request);
  const options = { layout: layouts[profile], fonts, date: request.date };
  switch (format) {
    case 'docx':
      return whole(await renderDocx(tree, options));
    case 'pdf':
      return renderPdf(tree, options);
    case 'html':
      return whole(renderHtml(tree));
    case 'md':
      return whole(renderMarkdown(tree));
  }
}

/** Of a file that leaves the choice of fonts to whoever reads it. */
function whole(bytes: Uint8Array): RenderedFile {
  return { bytes, missingCharacters: [] };
}
