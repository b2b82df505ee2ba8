import { requestInvalid } from '@lyceum/contracts/shared/common-problems';
import { fail } from '../errors.ts';

/**
 * Entity tags of a header (RFC 9110 13.1), without the mark of weak ones: nginx makes every tag weak when it compresses, though
 * the version it names is the same, so that behind it no client could meet the strong comparison `If-Match` asks for. Undefined
 * for what is no list of tags.
 */
function opaqueTags(header: string): readonly string[] | undefined {
  const tags = [...header.matchAll(entityTag)].map(([, opaque = '']) => opaque);
  const isList = /^[ \t,]*$/.test(header.replace(entityTag, ''));
  return isList && tags.length > 0 ? tags : undefined;
}

/** RFC 9110 8.8.3 */
const entityTag = /(?:W\/)?("[!#-~\x80-\xff]*")/g;

/**
 * Versions a caller has read. Undefined stands for any: without the header, or with `*`. A tag that names no version matches none;
 * fails with `request.invalid` for what is no tag.
 */
export function parseIfMatch(header: string | undefined): readonly number[] | undefined {
  if (header === undefined || header.trim() === '*') return undefined;
  const tags = opaqueTags(header);
  if (!tags) throw fail(requestInvalid, { detail: neededTag });
  return tags.flatMap((tag) => {
    const version = /^"(0|[1-9]\d{0,15})"$/.exec(tag)?.[1];
    return version === undefined ? [] : [Number(version)];
  });
}

const neededTag = {
  en: 'If-Match needs the ETag of an answer, in quotation marks, such as "3", or *.',
  ru: 'В заголовке If-Match нужно значение ETag из ответа, в кавычках, например "3", либо *.',
};

/** Whether a client has the representation with this tag (`If-None-Match`). */
export function isKnown(etag: string, header: string | undefined): boolean {
  if (header === undefined) return false;
  return header.trim() === '*' || Boolean(opaqueTags(header)?.includes(etag));
}
