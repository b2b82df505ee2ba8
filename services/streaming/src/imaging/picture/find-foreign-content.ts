/** Each is so long that the noise of a photo has it once in a hundred thousand times. */
const markers = /%PDF-[12]\.|<(?:!doctype html|html|script|iframe)[\s>/]|<\?php\s/i;

/** Ends a ZIP: `PK\5\6`, then among others where its directory lies. */
const zipEnd = Buffer.from('PK\x05\x06', 'latin1');
const zipEndLength = 22;
const zipEntry = 'PK\x01\x02';

/**
 * Whether the bytes of a picture are also a document or an archive: some program would open them as that. Signs of a ZIP that lead to no
 * directory are chance, and what phones put behind a picture, such as a second one or a film, is neither.
 */
export function hasForeignContent(bytes: Buffer): boolean {
  return markers.test(bytes.toString('latin1')) || hasZipDirectory(bytes);
}

function hasZipDirectory(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(zipEnd); at >= 0; at = bytes.indexOf(zipEnd, at + 1)) {
    if (at + zipEndLength > bytes.length) return false;
    const size = bytes.readUInt32LE(at + 12);
    const offset = bytes.readUInt32LE(at + 16);
    // Programs look for it right before its end, or where it says that it lies.
    if ([at - size, offset].some((start) => start >= 0 && bytes.toString('latin1', start, start + 4) === zipEntry)) return true;
  }
  return false;
}
