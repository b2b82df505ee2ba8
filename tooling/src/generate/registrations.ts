import { insert } from './insert.ts';
import { snakeCase } from './names.ts';
import type { ServiceWords } from './service-words.ts';

/** Every file outside its folder that must know of a service: path → the text with the service in it. */
export const registrations: Readonly<Record<string, (text: string, words: ServiceWords, port: number) => string>> = {
  'packages/contracts/src/services.ts': (text, { service, nouns }, port) =>
    insert(text, 'before', /^} as const satisfies/m, `  '${service}': { prefixes: ['/${nouns}'], port: ${port} },\n`),

  'stack/src/services.ts': (text, { service, serviceValue }) => {
    const imported = insert(
      text,
      'after',
      /^import .*common\/service';\n/m,
      importLine(serviceValue, `@lyceum/${service}/service`),
    );
    // The list is on one line or, once it is long, ends with a comma.
    return insert(imported, 'before', /,?\s*\];/, `, ${serviceValue}`);
  },

  'stack/package.json': (text, { service }) => {
    const manifest = JSON.parse(text);
    const dependencies = { ...manifest.dependencies, [`@lyceum/${service}`]: '*' };
    const sorted = Object.entries(dependencies).sort(([a], [b]) => (a < b ? -1 : 1));
    return `${JSON.stringify({ ...manifest, dependencies: Object.fromEntries(sorted) }, null, 2)}\n`;
  },

  'docker-compose.yml': (text, { service }, port) => {
    const inVariable = snakeCase(service).toUpperCase();
    const [password, url, secret] = [
      `DATABASE_PASSWORD_${inVariable}`,
      `DATABASE_URL_${inVariable}`,
      `SERVICE_SECRET_${inVariable}`,
    ];
    const container = [
      `  ${service}:`,
      '    <<: *process',
      `    build: { context: ., args: { SERVICE: ${service} } }`,
      '    environment:',
      '      <<: *service-environment',
      `      PORT: "${port}"`,
      `      DATABASE_URL_FILE: /run/secrets/${url}`,
      `      SERVICE_SECRET_FILE: /run/secrets/${secret}`,
      `    secrets: [REDIS_URL, GATEWAY_SECRET, RABBITMQ_URL, ${url}, ${secret}]`,
      '    depends_on: *service-needs',
      '',
      '',
    ].join('\n');
    const migrated = insert(text, 'after', migrateUrl, `      ${password}_FILE: /run/secrets/${password}\n`);
    const readable = insert(migrated, 'after', migrateSecret, `      - ${password}\n`);
    const declared = [password, url, secret].map((name) => `  ${name}: { file: ./secrets/${name} }\n`).join('');
    const known = insert(readable, 'after', /^secrets:\n/m, declared);
    const contained = insert(known, 'before', /^ {2}gateway:\n/m, container);
    return insert(contained, 'after', gatewayNeeds, `      ${service}: { condition: service_healthy }\n`);
  },

  'README.md': (text, { service, words }) =>
    insert(text, 'before', /^\| `packages\/` \|/m, `| \`services/${service}\` | ${words} |\n`),

  'docs/architecture.md': (text, { service, nouns, table }) =>
    insert(text, 'before', /^\nEvery schema also has/m, `| ${service} | \`/${nouns}\` | \`${table}\` | | |\n`),

  'observability/prometheus.yml': (text, { service }, port) =>
    insert(
      text,
      'before',
      /^ {2}- job_name: rabbitmq\n/m,
      `  - job_name: ${service}\n    dns_sd_configs:\n      - names: [${service}]\n        type: A\n        port: ${port}\n`,
    ),
};

const migrateUrl = /^ {6}DATABASE_OWNER_URL_FILE: .*\n/m;
const migrateSecret = /^ {6}- DATABASE_OWNER_URL\n/m;
/** From the container's name to the first thing it waits for, inside one block. */
const gatewayNeeds = /^ {2}gateway:\n(?: {4}.*\n)*? {4}depends_on:\n/m;

const importLine = (value: string, module: string) => `import { ${value} } from '${module}';\n`;
