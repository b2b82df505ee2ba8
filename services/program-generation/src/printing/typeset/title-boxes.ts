import type { TitlePage } from '../tree/document-tree.ts';
import type { Box } from './boxes.ts';
import { textBoxes } from './text-boxes.ts';
import { titleLayout } from './title-layout.ts';
import type { TypesetContext } from './typeset-context.ts';

export function titleBoxes(page: TitlePage, { layout, fonts, width }: TypesetContext): Box[] {
  const { logo, lines } = titleLayout(page, layout, fonts);
  const text = lines.flatMap(({ text, bold, ...style }) =>
    textBoxes([{ text, face: bold ? 'bold' : 'regular' }], { ...style, fonts, width, spacing: 1 }),
  );
  if (!page.logo || !logo) return text;
  const picture: Box = {
    height: logo.height,
    trailingSpace: 0,
    before: 0,
    after: logo.after,
    keepNext: false,
    drawOps: [{ type: 'picture', logo: page.logo, x: (width - logo.width) / 2, width: logo.width, height: logo.height }],
  };
  return [picture, ...text];
}
