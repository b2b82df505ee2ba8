import type { ProcessingFailure } from '@lyceum/contracts/streaming/processing';

/** It lies with the file: however often it is tried, no more can be made of it. */
export class Unencodable extends Error {
  override name = 'Unencodable';
  readonly code: ProcessingFailure;

  constructor(code: ProcessingFailure, message: string) {
    super(message);
    this.code = code;
  }
}

/** The machine ended a program or has no room for it: it may go well elsewhere, or later. */
export class OutOfResources extends Error {
  override name = 'OutOfResources';
}
