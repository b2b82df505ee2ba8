/**
 * Entity tags of a header (RFC 9110 13.1), without the mark of weak ones: nginx makes every tag weak when it compresses, though
 * the version it names is the same, so that behind it no client could meet the strong comparison `If-Match` asks for.
 */
function opaqueTags(header: string): readonly string[] {
  return header.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
}

/** Versions a caller has read. Undefined stands for any: without the header, or with `*`. A tag of any other form matches none. */
export function parseIfMatch(header: string | undefined): readonly number[] | undefined {
  if (header === undefined || header.trim() === '*') return undefined;
  return opaqueTags(header).flatMap((tag) => {
    const version = /^"(0|[1-9]\d{0,15})"$/.exec(tag)?.[1];
    return version === undefined ? [] : [Number(version)];
  });
}

/** Whether a client has the representation with this tag (`If-None-Match`). */
export function isKnown(etag: string, header: string | undefined): boolean {
  if (header === undefined) return false;
  return header.trim() === '*' || opaqueTags(header).includes(etag);
}
