import { fail } from '@lyceum/common/errors';
import type { Texts } from '@lyceum/contracts/shared/texts';
import { captionInvalid } from '@lyceum/contracts/streaming/caption';

/** What is wrong with a file of captions, and in which line of it, counted from 1. */
export const refuseLine = (line: number, { en, ru }: Texts) =>
  fail(captionInvalid, { detail: { en: `Line ${line}: ${en}.`, ru: `Строка ${line}: ${ru}.` } });
