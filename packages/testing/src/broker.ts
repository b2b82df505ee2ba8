import { randomBytes } from 'node:crypto';
import { testServers } from './config.ts';

/** A virtual host of RabbitMQ for one test file: queues are named after services, so files must not share them. */
export async function createVirtualHost(): Promise<{ url: string; drop(): Promise<void> }> {
  const { TEST_RABBITMQ_URL, TEST_RABBITMQ_MANAGEMENT_URL, TEST_RUN } = testServers();
  const name = `test-${TEST_RUN}${randomBytes(6).toString('hex')}`;
  const management = new URL(TEST_RABBITMQ_MANAGEMENT_URL);
  const authorization = `Basic ${Buffer.from(`${management.username}:${management.password}`).toString('base64')}`;
  const ask = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(new URL(path, management.origin), {
      method,
      headers: { authorization, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`RabbitMQ answered ${response.status} to ${method} ${path}`);
  };
  await ask('PUT', `/api/vhosts/${name}`, {});
  await ask('PUT', `/api/permissions/${name}/${management.username}`, { configure: '.*', write: '.*', read: '.*' });
  const url = new URL(TEST_RABBITMQ_URL);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => ask('DELETE', `/api/vhosts/${name}`) };
}
