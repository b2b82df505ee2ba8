/** What a mail says, in plain text: escaping and layout are the renderers' business. */
export interface Letter {
  readonly greeting: string;
  readonly paragraphs: readonly string[];
  /** The one thing the reader may want to do now. */
  readonly action?: { readonly label: string; readonly url: string };
  /** After the action. */
  readonly remarks?: readonly string[];
  readonly signature: string;
}

/** One line without control characters, for headers and for sentences that quote what people typed. */
export function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
}
