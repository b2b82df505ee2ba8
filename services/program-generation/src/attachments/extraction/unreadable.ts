export const unreadableCodes = [
  'wrong-type',
  'damaged',
  'encrypted',
  'no-text',
  'unknown-encoding',
  'too-large',
  'too-slow',
] as const;

/** No text can be had from this file, however often it is tried. */
export class Unreadable extends Error {
  override name = 'Unreadable';
  readonly code: (typeof unreadableCodes)[number];

  constructor(code: Unreadable['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
