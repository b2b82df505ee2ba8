import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig, serviceConfig } from './config.ts';

const folder = mkdtempSync(join(tmpdir(), 'lyceum-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

const complete = {
  PUBLIC_URL: 'https://school.example/',
  GATEWAY_SECRET: 'g'.repeat(32),
  SERVICE_SECRET: 's'.repeat(32),
  REDIS_URL: 'redis://localhost',
  DATABASE_URL: 'postgres://role:secret-word@localhost/lyceum',
  RABBITMQ_URL: 'amqp://localhost',
};

describe('the configuration', () => {
  it('has defaults for what is no secret, and service addresses by name', () => {
    const config = loadConfig(serviceConfig, { ...complete, SERVICE_URLS: '{"users":"http://127.0.0.1:9"}' });
    expect(config).toMatchObject({ LOG_LEVEL: 'info', PUBLIC_URL: 'https://school.example', REDIS_PREFIX: 'lyceum' });
    expect(config.SERVICE_URLS).toMatchObject({
      users: 'http://127.0.0.1:9',
      'program-generation': 'http://program-generation:8007',
    });
  });

  it('names every variable that is wrong and shows the value of none', () => {
    const load = () =>
      loadConfig(serviceConfig, { ...complete, DATABASE_URL: 'mysql://secret-word', REDIS_URL: '', PORT: 'high' });
    expect(load).toThrow(/DATABASE_URL[\s\S]*|REDIS_URL/);
    expect(load).toThrow(/REDIS_URL/);
    expect(load).toThrow(/PORT/);
    expect(load).not.toThrow(/secret-word/);
  });

  it.each(['', 'g'.repeat(31)])('refuses the secret of the gateway %p', (value) => {
    expect(() => loadConfig(serviceConfig, { ...complete, GATEWAY_SECRET: value })).toThrow(/GATEWAY_SECRET/);
  });

  it('reads a secret from the file that NAME_FILE names', () => {
    const file = join(folder, 'database-url');
    writeFileSync(file, `${complete.DATABASE_URL}\n`);
    const { DATABASE_URL: _, ...rest } = complete;
    expect(loadConfig(serviceConfig, { ...rest, DATABASE_URL_FILE: file }).DATABASE_URL).toBe(complete.DATABASE_URL);
    expect(() => loadConfig(serviceConfig, { ...rest, DATABASE_URL_FILE: join(folder, 'none') })).toThrow(/DATABASE_URL_FILE/);
  });

  it.each(['not json', '{"nobody":"http://x"}', '{"users":"not a url"}'])('refuses the service addresses %s', (value) => {
    expect(() => loadConfig(serviceConfig, { ...complete, SERVICE_URLS: value })).toThrow(/SERVICE_URLS/);
  });
});
