import { mountPath } from '@lyceum/common/client';
import { openEndpoints } from '@lyceum/contracts/open-endpoints';

const addresses = new Set(openEndpoints.map(({ method, path }) => `${method} ${mountPath(path)}`));

/** Up to the last slash: cheaper to look at than a whole address, which most requests do not have. */
const beginnings = [
  ...new Set([...addresses].map((address) => address.slice(address.indexOf('/'), address.lastIndexOf('/') + 1))),
];

/** True where nobody has to be signed in, so that a credential sent along is not judged. */
export function isOpen(method: string | undefined, path: string): boolean {
  return beginnings.some((beginning) => path.startsWith(beginning)) && addresses.has(`${method} ${path.split('?', 1)[0]}`);
}
