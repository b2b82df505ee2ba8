import { mountPath } from '@lyceum/common/client';
import { openEndpoints } from '@lyceum/contracts/open-endpoints';

const all = openEndpoints.map(({ method, path }) => `${method} ${mountPath(path)}`);
const addresses = new Set(all.filter((address) => !address.includes(':')));
const patterns = all
  .filter((address) => address.includes(':'))
  .map((address) => new RegExp(`^${address.replace(/:\w+/g, '[^/]+')}$`));

/** Up to the last slash before a parameter or the end: cheaper to look at than a whole address, which most requests do not have. */
const beginnings = [...new Set(all.map((address) => /\/(?:[^:]*\/)?/.exec(address)?.[0] ?? '/'))];

/** True where nobody has to be signed in, so that a credential sent along is not judged. */
export function isOpen(method: string | undefined, path: string): boolean {
  if (!beginnings.some((beginning) => path.startsWith(beginning))) return false;
  const address = `${method} ${path.split('?', 1)[0]}`;
  return addresses.has(address) || patterns.some((pattern) => pattern.test(address));
}
