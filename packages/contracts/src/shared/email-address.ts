/** RFC 5321 4.5.3.1: with the angle brackets a path has 256 octets. */
export const maxAddressBytes = 254;

const maxLocalBytes = 64;

// Atoms of RFC 5321 4.1.2 with what RFC 6531 3.3 adds, but nothing unseen. Quoted local parts are left out: the same section
// tells hosts not to make such mailboxes, and they would be second spellings of others.
const localPart =
  /^(?:[\w!#$%&'*+/=?^`{|}~-]|[^\p{ASCII}\p{C}\p{Z}])+(?:\.(?:[\w!#$%&'*+/=?^`{|}~-]|[^\p{ASCII}\p{C}\p{Z}])+)*$/u;

const asciiDomain = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,58}[a-z0-9])$/;

const writtenDomain = /^[\p{L}\p{M}\p{N}.。-]+$/u;

/** Both spellings of an internationalised domain are one mailbox: the one with `xn--` is kept (RFC 5891). */
export function canonicalAddress(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  if (!writtenDomain.test(domain) || !URL.canParse(`http://${domain}`)) return address;
  return `${address.slice(0, at + 1)}${new URL(`http://${domain}`).hostname}`;
}

/** Of a canonical address. */
export function isAddress(address: string): boolean {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, Math.max(at, 0));
  return (
    bytes(address) <= maxAddressBytes &&
    bytes(local) <= maxLocalBytes &&
    localPart.test(local) &&
    asciiDomain.test(address.slice(at + 1))
  );
}

const bytes = (value: string) => new TextEncoder().encode(value).length;
