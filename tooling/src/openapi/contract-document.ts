import { openApi } from '@lyceum/common/run/openapi';
import type { Endpoint } from '@lyceum/contracts/define/endpoint';
import { definePermission } from '@lyceum/contracts/define/permission';
import { type ServiceName, serviceNames, services } from '@lyceum/contracts/services';
import { mergeDocuments } from '@lyceum/gateway/merged-openapi';
import { getEndpoint, readContracts } from '../rules/contract-rules.ts';

const publicUrl = 'http://localhost:8000';

/** Stands for what routes ask for, which contracts do not say. */
const somePermission = definePermission('things.use', ['user', 'staff', 'admin']);

/** The document of the gateway, made without any service running. */
export async function contractDocument(root: string): Promise<string> {
  const endpoints = (await readContracts(root)).flatMap(({ value }) => getEndpoint(value) ?? []);
  const found = serviceNames.map((name) => {
    const routes = endpoints
      .filter((endpoint) => serves(name, endpoint))
      .map((endpoint) => ({ endpoint, access: endpoint.open ? ('anyone' as const) : somePermission }));
    return { name, document: openApi({ name, publicUrl }, routes) };
  });
  return JSON.stringify(mergeDocuments(found, publicUrl));
}

/** The gateway sends what stands at the root (RFC 8615) to tokens. */
function serves(name: ServiceName, { path }: Endpoint): boolean {
  if (path.startsWith('/.well-known/')) return name === 'tokens';
  return services[name].prefixes.some((prefix) => path === prefix || path.startsWith(`${prefix}/`));
}
