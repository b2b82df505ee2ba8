/** Of a course. */
export const maxBanks = 100;
/** Of a bank. */
export const maxQuestions = 1000;
