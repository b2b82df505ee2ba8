/** Of a course. */
export const maxFiles = 1000;
/** Bytes of all files of a course. */
export const maxBytes = 5_000_000_000;
