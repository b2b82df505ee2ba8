/** What a person reads, in each language of the platform. */
export interface Texts {
  readonly en: string;
  readonly ru: string;
}

/** What a check of our own says when it fails: `refine(holds, explain({ en, ru }))`. */
export const explain = (texts: Texts) => ({ params: { texts } });
