import { fillPath } from '@lyceum/common/client';
import type { Endpoint } from '@lyceum/contracts/define/endpoint';
import type { ServiceName } from '@lyceum/contracts/services';
import type { TestActor } from '@lyceum/testing/actors';
import { service } from './courses-service.ts';

export type Answer = Pick<Awaited<ReturnType<typeof service.call>>, 'status' | 'body'>;

/** What another service is answered that asks for a person. */
export async function askAsService(
  asking: ServiceName,
  endpoint: Endpoint,
  params: Readonly<Record<string, string>>,
  person: TestActor,
  body?: unknown,
): Promise<Answer> {
  const response = await fetch(service.url + fillPath(endpoint, params, {}), {
    method: endpoint.method,
    headers: {
      authorization: `Bearer ${service.keys.signForService(asking, { now: service.clock.now() })}`,
      'content-type': 'application/json',
      'accept-language': person.locale,
      'x-lyceum-person': person.id,
      'x-lyceum-roles': person.roles.join(','),
      'x-lyceum-space': person.space,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}
