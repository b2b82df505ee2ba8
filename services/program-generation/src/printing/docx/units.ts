/** Twentieths of a point, in which a .docx gives lengths. */
export const twips = (millimetres: number) => Math.round((millimetres * 1440) / 25.4);

/** Half points, in which it gives sizes. */
export const halfPoints = (points: number) => points * 2;

export const twipsOfPoints = (points: number) => Math.round(points * 20);
