import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gatewayPort, serviceNames, services } from '@lyceum/contracts/services';
import { gatewayConfig } from '@lyceum/gateway/config';
import { allServices } from '@lyceum/stack/services';
import { parse } from 'yaml';
import { z } from 'zod';
import { completeEnv, takeOut } from '../src/env-file.ts';
import { completeSecrets, keptSecrets } from '../src/secret-files.ts';

const root = join(import.meta.dirname, '../..');
const composeText = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
const secretName = z.union([z.string(), z.object({ source: z.string() }).transform(({ source }) => source)]);
const compose = z
  .object({
    services: z.record(
      z.string(),
      z.object({
        environment: z.record(z.string(), z.coerce.string()).default({}),
        command: z.unknown().optional(),
        secrets: z.array(secretName).default([]),
        user: z.string(),
        ports: z.array(z.string()).default([]),
        depends_on: z.unknown().optional(),
        mem_limit: z.string(),
        cap_drop: z.array(z.string()),
        cap_add: z.array(z.string()).default([]),
        read_only: z.boolean(),
      }),
    ),
    secrets: z.record(z.string(), z.object({ file: z.string() })),
  })
  .parse(parse(composeText, { merge: true, maxAliasCount: -1 }));
const containers = Object.entries(compose.services);
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

  it.each(containers)('runs %s without root, capabilities, a writable root or all of the memory', (_name, container) => {
    expect(container).toMatchObject({ cap_drop: ['ALL'], cap_add: [], read_only: true });
    expect(container.mem_limit).toMatch(/^\d+[mg]$/);
    expect(container.user).not.toMatch(/^(root|0)\b/);
  });

  it('opens ports to this machine only, unless the operator says otherwise', () => {
    const open = containers.flatMap(([, { ports }]) => ports);
    expect(open.length).toBeGreaterThan(0);
    for (const port of open) expect(port).toMatch(/^(127\.0\.0\.1|\$\{PUBLISH_ADDRESS:-127\.0\.0\.1\}):/);
  });

  it('keeps every secret in a file that only the containers that read it see', () => {
    const secrets = completeSecrets(new Map());
    for (const [name, { file }] of Object.entries(compose.secrets)) {
      expect(file).toBe(`./secrets/${name}`);
      expect(secrets.get(name)).toBeTruthy();
    }
    for (const [, { environment, command, secrets: mounted }] of containers) {
      const named = Array.from(JSON.stringify([environment, command]).matchAll(/\/run\/secrets\/(\w+)/g), ([, name]) => name);
      expect(mounted).toEqual(expect.arrayContaining(named));
    }
    expect(Array.from(composeText.matchAll(/\$\{(\w+)/g), ([, name]) => name ?? '').filter((name) => secrets.has(name))).toEqual(
      [],
    );
    expect(required.filter((name) => /PASSWORD|SECRET|KEY|_URL_FILE/.test(name))).toEqual([]);
  });

  it.each([{ name: 'gateway', config: gatewayConfig }, ...allServices])(
    'gives $name every variable of its config.ts, from .env, from a secret or as it has to be here',
    ({ name, config }) => {
      // Every address of a container, and the names of the containers.
      const defaults = ['HOST', 'SERVICE_URLS'];
      const given = Object.keys(compose.services[name]?.environment ?? {}).map((variable) => variable.replace(/_FILE$/, ''));
      expect(given.sort()).toEqual(
        Object.keys(config.shape)
          .filter((variable) => !defaults.includes(variable))
          .sort(),
      );
    },
  );

  it('reads from .env only what docs/operations.md explains in a table', () => {
    const manual = readFileSync(join(root, 'docs/operations.md'), 'utf8');
    const names = new Set(Array.from(composeText.matchAll(/\$\{(\w+)/g), ([, name]) => name ?? ''));
    const isExplained = (name: string) => new RegExp(`^\\|[^\n]*\`${name}\`[^\n]*\\|`, 'm').test(manual);
    expect([...names].filter((name) => !isExplained(name))).toEqual([]);
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
    const fixed = new Set(['SMTP_URL']);
    const first = new Set(completeSecrets(new Map()).values());
    const second = [...completeSecrets(new Map())].filter(([name]) => !fixed.has(name));
    for (const [, value] of second) expect(first).not.toContain(value);
  });

  it('keeps what an operator wrote and adds only what is missing', () => {
    const mine = 'PUBLIC_URL=https://school.example\n#MAIL_FROM=old\nADMIN_EMAIL=me@school.example';
    const { text, added } = completeEnv(mine);
    expect(text.startsWith(`${mine}\n`)).toBe(true);
    expect(added).not.toContain('PUBLIC_URL');
    expect(added).not.toContain('ADMIN_EMAIL');
    expect(added).toContain('MAIL_FROM');
    expect(variables(text).get('CONTENT_URL')).toBe('https://school.example:8100');
  });

  it('changes nothing the second time', () => {
    const { text } = completeEnv('');
    expect(completeEnv(text)).toEqual({ text, added: [] });
    const secrets = completeSecrets(new Map());
    expect(completeSecrets(secrets)).toEqual(secrets);
  });

  it('lets the secret of a service hold beside its successor until the next run', () => {
    const getHashes = (secrets: ReadonlyMap<string, string>) => JSON.parse(secrets.get('SERVICE_SECRETS_SHA256') ?? '{}').models;
    const first = completeSecrets(new Map());
    const without = new Map([...first].filter(([name]) => name !== 'SERVICE_SECRET_MODELS'));
    const second = completeSecrets(without);
    expect(getHashes(first)).toHaveLength(1);
    expect(getHashes(second)).toEqual([expect.any(String), ...getHashes(first)]);
    expect(getHashes(completeSecrets(second))).toEqual(getHashes(second).slice(0, 1));
  });

  it.each([
    ['KEY_ENCRYPTION_SECRET=kept\r', 'kept'],
    ['export KEY_ENCRYPTION_SECRET=kept', 'kept'],
    ['KEY_ENCRYPTION_SECRET="kept" # made in spring', 'kept'],
    ["  KEY_ENCRYPTION_SECRET = 'kept'", 'kept'],
  ])('takes the value of a secret from a line in any form: %j', (line, value) => {
    expect(takeOut(`A=1\n${line}\n`, keptSecrets).taken.get('KEY_ENCRYPTION_SECRET')).toBe(value);
  });

  it.each(['KEY_ENCRYPTION_SECRET: kept', 'KEY_ENCRYPTION_SECRET=a$b', 'KEY_ENCRYPTION_SECRET="a\\"b"'])(
    'stops rather than make another value for a secret it cannot read: %j',
    (line) => {
      expect(() => takeOut(`A=1\n${line}\n`, keptSecrets)).toThrow(/^\.env, line 2: .*KEY_ENCRYPTION_SECRET/);
    },
  );

  it('moves the secrets that a release before kept in .env, with their values, and leaves the rest as it stood', () => {
    const old =
      "PUBLIC_URL=https://a.example\n# secrets\nPOSTGRES_PASSWORD=old%1\nSMTP_URL='smtps://me:pw@mail.example'\n\nLOG_LEVEL=warn\n";
    const { text, taken } = takeOut(old, keptSecrets);
    expect(text).toBe('PUBLIC_URL=https://a.example\n# secrets\n\nLOG_LEVEL=warn\n');
    const secrets = completeSecrets(taken);
    expect(secrets.get('SMTP_URL')).toBe('smtps://me:pw@mail.example');
    expect(secrets.get('POSTGRES_PASSWORD')).toBe('old%1');
    expect(secrets.get('DATABASE_OWNER_URL')).toBe('postgres://lyceum:old%251@postgres:5432/lyceum');
  });
});
