import type { ServiceUrls } from '@lyceum/common/config';
import { serviceNames } from '@lyceum/contracts/services';

const timeoutMs = 2_000;

/** A service is up when it says that it is ready. */
export function serviceChecks(urls: ServiceUrls): Record<string, () => Promise<void>> {
  const check = async (url: string) => {
    const response = await fetch(`${url}/ready`, { signal: AbortSignal.timeout(timeoutMs) });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`status ${response.status}`);
  };
  return Object.fromEntries(serviceNames.map((name) => [name, () => check(urls[name])]));
}
