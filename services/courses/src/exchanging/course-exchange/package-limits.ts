/** Bytes of the texts of a package that are read, and so written. */
export const maxTextBytes = 30_000_000;
