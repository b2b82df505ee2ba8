import type { Box, Page, PlacedBox } from './boxes.ts';

const tolerance = 0.01;

/** Fills pages from the top. Boxes that keep with the next go to a page together, unless no page holds them. */
export function paginate(boxes: readonly Box[], height: number): Page[] {
  const pages: PlacedBox[][] = [];
  let page: PlacedBox[] = [];
  let y = 0;

  function turn(): void {
    if (page.length > 0) pages.push(page);
    page = [];
    y = 0;
  }

  function place(box: Box): void {
    if (page.length === 0 && box.blank) return;
    const top = page.length === 0 && !box.newPage ? 0 : y + box.before;
    page.push({ box, y: top });
    y = top + box.height;
  }

  for (let at = 0; at < boxes.length; ) {
    const together = clusterAt(boxes, at);
    at += together.length;
    const [first] = together;
    if (first?.newPage) turn();
    const fits = (top: number) => top + heightOf(together, top === 0) - (together.at(-1)?.hang ?? 0) <= height + tolerance;
    if (page.length > 0 && !fits(y) && fits(repeatedHeight(first))) turn();
    for (const box of together) {
      if (page.length > 0 && y + box.before + box.height - box.hang > height + tolerance) turn();
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

function heightOf(boxes: readonly Box[], atTop: boolean): number {
  return boxes.reduce((sum, box, index) => sum + (index === 0 && atTop ? 0 : box.before) + box.height, 0);
}

function repeatedHeight(box: Box | undefined): number {
  return heightOf(box?.repeated ?? [], true);
}
