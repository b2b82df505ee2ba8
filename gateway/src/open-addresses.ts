import { mountPath } from '@lyceum/common/client';
import { openEndpoints } from '@lyceum/contracts/open-endpoints';

const addresses = new Set(openEndpoints.map(({ method, path }) => `${method} ${mountPath(path)}`));

/** True where nobody has to be signed in, so that a credential sent along is not judged. */
export function isOpen(method: string | undefined, path: string): boolean {
  return addresses.has(`${method} ${path.split('?', 1)[0]}`);
}
