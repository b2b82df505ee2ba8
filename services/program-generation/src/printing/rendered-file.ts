export interface RenderedFile {
  readonly bytes: Uint8Array;
  /** Characters of the text that the file shows as a replacement, each once. */
  readonly missingCharacters: string[];
}
