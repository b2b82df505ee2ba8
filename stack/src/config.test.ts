import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, loadConfig } from '@lyceum/common/config';
import { givenServers, readGivenServers } from '@lyceum/dev-servers/config';
import { gatewayConfig } from '@lyceum/gateway/config';
import { readMigrationConfig, readStackConfig, stackConfig } from './config.ts';
import { allServices } from './services.ts';

const secret = 'Geheim-7c1f';
const loads = [
  ...[{ name: 'gateway', config: gatewayConfig }, ...allServices].map(
    ({ name, config }) => [name, (variable: string, value: string) => loadConfig(config, { [variable]: value })] as const,
  ),
  ['npm start', (variable: string, value: string) => readStackConfig({ [variable]: value })] as const,
  ['given servers', (variable: string, value: string) => readGivenServers({ [variable]: value })] as const,
  ['migrate', (variable: string, value: string) => readMigrationConfig({ [variable]: value })] as const,
];
const variables = [
  ...new Set([gatewayConfig, ...allServices.map(({ config }) => config)].flatMap(({ shape }) => Object.keys(shape))),
  'DATABASE_OWNER_URL',
];

it.each(loads)('of %s the failures name the variable and never its value', (_name, load) => {
  const values = [
    secret,
    `ftp://user:${secret}@host`,
    `127.0.0.1,http://user:${secret}@host`,
    `{"${secret}":"http://host"}`,
    `{"users":"${secret}"}`,
    `["${secret}"]`,
  ];
  for (const variable of variables) {
    for (const value of values) {
      const message = toFailure(() => load(variable, value));
      expect(message).not.toContain(secret);
    }
  }
});

it('names the variable and what it has to hold', () => {
  const failure = toFailure(() => loadConfig(gatewayConfig, { SERVICE_URLS: '{"nobody":"http://host"}', PORT: '70000' }));
  expect(failure).toMatch(/^ {2}SERVICE_URLS: /m);
  expect(failure).toMatch(/^ {2}PORT: .*65535$/m);
});

it('are all in the README: the variables that npm start obeys', () => {
  const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
  const names = [...Object.keys({ ...stackConfig.shape, ...givenServers.shape }), 'LYCEUM_DATA_DIR'];
  expect(names.filter((name) => !new RegExp(`^\\|[^|]*\`${name}\``, 'm').test(readme))).toEqual([]);
});

/** Empty when it does not fail: another variable may be all that was missing. */
function toFailure(load: () => unknown): string {
  try {
    load();
    return '';
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return String(error);
  }
}
