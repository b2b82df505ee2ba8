/** What elements of WordprocessingML, DrawingML and Office Math mean for the text (ECMA-376 part 1, 17, 20 and 22.1). */

export const characters = new Map([
  ['w:br', '\n'],
  ['w:cr', '\n'],
  ['a:br', '\n'],
  ['w:tab', '\t'],
  ['w:ptab', '\t'],
  ['w:noBreakHyphen', '\u2011'],
  // Formulas: what is above and below one another stands in a line.
  ['m:d', '('],
  ['m:den', '/'],
  ['m:sup', '^'],
  ['m:sub', '_'],
]);

/** Properties, what was deleted or moved away, and how characters of the base are pronounced. */
export const leftOut = new Set([
  'w:tabs',
  'w:pPrChange',
  'w:rPr',
  'w:tblPr',
  'w:trPr',
  'w:tcPr',
  'w:sdtPr',
  'w:sectPr',
  'w:del',
  'w:moveFrom',
  'w:rt',
]);
/** What puts a paragraph into a list. */
export const paragraphs = new Set(['w:pStyle', 'w:numId', 'w:ilvl']);
export const texts = new Set(['w:t', 'a:t', 'm:t']);
export const formStates = new Set(['w:checkBox', 'w:checked', 'w:default', 'w:result', 'w:listEntry']);
export const pictures = new Set(['pic:pic', 'v:imagedata']);
export const embeddedObjects = new Set(['w:object', 'w:altChunk', 'w:subDoc']);
/** What holds paragraphs of its own within a part or a paragraph. */
export const inner = new Set(['w:txbxContent', 'w:footnote', 'w:endnote']);
