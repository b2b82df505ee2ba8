const hourMs = 3_600_000;

/** Addresses of what pages show are signed at the begun hour, so that they stay the same for browsers and caches. */
export const toBegunHour = (now: Date) => new Date(Math.floor(now.getTime() / hourMs) * hourMs);

/** Seconds they are valid, counted from the begun hour: at least another hour. */
export const shownSeconds = 7_200;
