import { z } from 'zod';

/** Of an answer that is `application/octet-stream`. */
export const bytes = z
  .custom<Uint8Array>((value) => value instanceof Uint8Array)
  .meta({ type: 'string', format: 'binary', examples: ['0123456789abcdef'] });
