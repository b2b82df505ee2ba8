import { fail } from '@lyceum/common/errors';
import { captionInvalid } from '@lyceum/contracts/streaming/caption';

/** Reads the letters of a file; a byte order mark is no letter. Fails with `caption.invalid` where they are not of the charset. */
export function decodeCaptions(bytes: Uint8Array, charset: string): string {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    throw fail(captionInvalid, {
      detail: {
        en: `The file is not encoded in ${charset}: choose another charset, such as windows-1251.`,
        ru: `Файл не в кодировке ${charset}: выберите другую, например windows-1251.`,
      },
    });
  }
}
