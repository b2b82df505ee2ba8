export interface Link {
  readonly label: string;
  readonly url: string;
}

/** What a mail says with all that is around it, in plain text: escaping and layout are the renderers' business. */
export interface FramedLetter {
  readonly greeting: string;
  readonly paragraphs: readonly string[];
  readonly action?: Link;
  /** After the action. */
  readonly remarks: readonly string[];
  /** After the remarks. */
  readonly settings?: Link;
  readonly signature: string;
}
