import { pageSize, points } from '../layout-profiles.ts';
import type { DocumentTree } from '../tree/document-tree.ts';
import { bodyBoxes } from './body-boxes.ts';
import type { Page } from './boxes.ts';
import { contentsBoxes } from './contents-boxes.ts';
import { paginate } from './paginate.ts';
import { titleBoxes } from './title-boxes.ts';
import type { Heading, TypesetOptions } from './typeset-context.ts';

export interface TypesetDocument {
  readonly pages: readonly Page[];
  /** How many pages, the first ones, are the title page. */
  readonly titlePages: number;
  /** In order. */
  readonly headings: readonly Heading[];
}

/** Lays the document out in pages. */
export function typesetDocument(tree: DocumentTree, options: TypesetOptions): TypesetDocument {
  const { margin } = options.layout;
  const width = points(pageSize.width - margin.left - margin.right);
  const height = points(pageSize.height - margin.top - margin.bottom);
  const context = { ...options, width, height };
  const title = paginate(titleBoxes(tree.titlePage, context), height);
  const body = paginate(bodyBoxes(tree, context), height);
  const pageInBody = new Map(
    body.flatMap((page, index) => page.flatMap(({ box: { heading } }) => (heading === undefined ? [] : [[heading, index + 1]]))),
  );
  const headingsAfter = (pages: number): Heading[] =>
    tree.elements
      .filter((element) => element.type === 'heading')
      .map(({ textOnPage, level }, index) => ({ text: textOnPage, level, page: pages + (pageInBody.get(index) ?? 1) }));
  // As many lines whatever the page numbers are, but for a rare one, so they need not be known yet.
  const contentsPages = paginate(contentsBoxes(tree.contentsTitle, headingsAfter(0), context), height).length;
  const headings = headingsAfter(title.length + contentsPages);
  const contents = paginate(contentsBoxes(tree.contentsTitle, headings, context), height);
  return { pages: [...title, ...contents, ...body], titlePages: title.length, headings };
}
