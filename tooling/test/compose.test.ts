import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gatewayPort, serviceNames, services } from '@lyceum/contracts/services';
import { parse } from 'yaml';
import { z } from 'zod';
import { completeEnv } from '../src/env-file.ts';

const root = join(import.meta.dirname, '../..');
const composeText = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
const compose = z
  .object({
    services: z.record(
      z.string(),
      z.object({
        environment: z.record(z.string(), z.string()).default({}),
        depends_on: z.unknown().optional(),
        mem_limit: z.string(),
        cap_drop: z.array(z.string()),
        read_only: z.boolean(),
      }),
    ),
  })
  .parse(parse(composeText, { merge: true }));
const required = Array.from(composeText.matchAll(/\$\{(\w+):\?/g), ([, name]) => name ?? '');
const variables = (text: string) => new Map(Array.from(text.matchAll(/^(\w+)=(.*)$/gm), ([, name, value]) => [name, value]));

describe('docker-compose.yml', () => {
  it('runs the gateway on the port of the registry, after every service', () => {
    const gateway = compose.services['gateway'];
    expect(gateway?.environment['PORT']).toBe(String(gatewayPort));
    expect(gateway?.depends_on).toEqual(
      expect.objectContaining(Object.fromEntries(serviceNames.map((name) => [name, { condition: 'service_healthy' }]))),
    );
  });

  it('has no container with capabilities, a writable root or no memory limit', () => {
    for (const container of Object.values(compose.services)) {
      expect(container).toMatchObject({ cap_drop: ['ALL'], read_only: true, mem_limit: expect.stringMatching(/^\d+[mg]$/) });
    }
  });

  it('has no default for a secret', () => {
    const withDefault = Array.from(composeText.matchAll(/\$\{(\w+):?-/g), ([, name]) => name ?? '');
    expect(withDefault.filter((name) => /PASSWORD|SECRET|KEY/.test(name))).toEqual([]);
  });

  it('lets Prometheus scrape the gateway and every service', () => {
    const scraped = readFileSync(join(root, 'observability/prometheus.yml'), 'utf8');
    for (const name of serviceNames)
      expect(scraped).toContain(`names: [${name}]\n        type: A\n        port: ${services[name].port}\n`);
    expect(scraped).toContain(`names: [gateway]\n        type: A\n        port: ${gatewayPort}\n`);
  });
});

describe('npm run env', () => {
  it('writes every variable that docker-compose.yml requires', () => {
    const { text } = completeEnv('');
    expect(required.filter((name) => !variables(text).get(name))).toEqual([]);
  });

  it('makes other secrets for another installation', () => {
    const secretsOf = () => [...variables(completeEnv('').text)].filter(([name]) => /PASSWORD|SECRET|KEY/.test(name ?? ''));
    const first = new Set(secretsOf().map(([, value]) => value));
    expect(first.size).toBe(secretsOf().length);
    for (const [, value] of secretsOf()) expect(first).not.toContain(value);
  });

  it('keeps what an operator wrote and adds only what is missing', () => {
    const mine = 'PUBLIC_URL=https://school.example\n#REDIS_PASSWORD=old\nPOSTGRES_PASSWORD=mine';
    const { text, added } = completeEnv(mine);
    expect(text.startsWith(`${mine}\n`)).toBe(true);
    expect(added).not.toContain('PUBLIC_URL');
    expect(added).not.toContain('POSTGRES_PASSWORD');
    expect(added).toContain('REDIS_PASSWORD');
    expect(variables(text).get('POSTGRES_PASSWORD')).toBe('mine');
  });

  it('changes nothing the second time', () => {
    const { text } = completeEnv('');
    expect(completeEnv(text)).toEqual({ text, added: [] });
  });
});
