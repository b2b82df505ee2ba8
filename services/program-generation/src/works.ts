import { type RenderRequest, render } from './printing/render.ts';
import { readLogo } from './printing/sections/read-logo.ts';
import { loadFonts } from './printing/typeset/fonts.ts';
import { showProposal } from './proposals/show-proposal.ts';
import { type Comparison, diffDocuments } from './versions/diff-documents.ts';

/** What the thread of this service does: pure functions that may take longer than an event loop may stand still. */
export function createWorks() {
  const fonts = loadFonts();
  return {
    render: (request: RenderRequest) => render(request, fonts),
    diffDocuments: ({ before, after, locale }: Comparison) => diffDocuments(before, after, locale),
    showProposal,
    isLogo: (base64: string) => readLogo(base64) !== null,
  };
}

export type ServiceWorks = ReturnType<typeof createWorks>;
