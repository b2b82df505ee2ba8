import type { Box, Page, PlacedBox } from './boxes.ts';

const tolerance = 0.01;

/** Fills pages from the top. Boxes that keep with the next go to a page together, unless no page holds them. */
export function paginate(boxes: readonly Box[], height: number): Page[] {
  const pages: PlacedBox[][] = [];
  let page: PlacedBox[] = [];

  function turn(): void {
    if (page.length > 0) pages.push(page);
    page = [];
  }

  function place(box: Box): void {
    if (page.length > 0 || !box.blank) page.push({ box, y: getEnd([box], page.at(-1)) - box.height });
  }

  const fits = (some: readonly Box[], under: PlacedBox | undefined) =>
    getEnd(some, under) - (some.at(-1)?.trailingSpace ?? 0) <= height + tolerance;

  for (let at = 0; at < boxes.length; ) {
    const together = clusterAt(boxes, at);
    at += together.length;
    const repeated = together[0]?.repeated ?? [];
    if (together[0]?.newPage || (!fits(together, page.at(-1)) && fits([...repeated, ...together], undefined))) turn();
    for (const box of together) {
      if (page.length > 0 && !fits([box], page.at(-1))) turn();
      if (page.length === 0) for (const head of box.repeated ?? []) place(head);
      place(box);
    }
  }
  turn();
  return pages;
}

function clusterAt(boxes: readonly Box[], start: number): readonly Box[] {
  let end = start;
  while (boxes[end]?.keepNext && end + 1 < boxes.length && !boxes[end + 1]?.newPage) end += 1;
  return boxes.slice(start, end + 1);
}

/** Where the last of some boxes ends that follow a placed one, or begin a page. */
function getEnd(boxes: readonly Box[], under: PlacedBox | undefined): number {
  let last = under?.box;
  let end = under ? under.y + under.box.height : 0;
  for (const box of boxes) {
    // At the top of a page only what was told to begin it keeps its space.
    const space = last ? Math.max(last.after, box.before) : box.newPage ? box.before : 0;
    end += space + box.height;
    last = box;
  }
  return end;
}
