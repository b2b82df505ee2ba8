/** Of a course. */
export const maxFiles = 1000;
/** How long an address takes an upload, in seconds. */
export const uploadLifetime = 3_600;
/** Bytes of all files of a course. */
export const maxBytes = 5_000_000_000;
