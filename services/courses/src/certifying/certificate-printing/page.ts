/** A4 on its side, in points. */
export const pageWidth = 841.89;
export const pageHeight = 595.28;
