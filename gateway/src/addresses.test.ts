import { readFileSync } from 'node:fs';
import * as modelAnswer from '@lyceum/contracts/models/model-answer';
import { serviceNames, services } from '@lyceum/contracts/services';
import { startTestNginx } from '@lyceum/testing/nginx';
import { atEnd, parseRaw, sendRaw, startTestGateway, startUpstream, toProblem } from '../test/harness.ts';
import { isPublic, publicAddresses } from './addresses.ts';
import { findTarget } from './router.ts';

const closed = ['/metrics', '/health', '/health/redis', '/ready'];

/** Ways to write an address that a proxy and the server behind it may read differently. */
function spellings(path: string): string[] {
  const name = path.slice(1);
  const encoded = `%${name.charCodeAt(0).toString(16)}${name.slice(1)}`;
  return [
    path,
    `${path}/`,
    `${path}//`,
    `${path}/.`,
    `${path}?a=b`,
    `${path}/?a=b`,
    `${path}#a`,
    `${path};a=b`,
    `${path}/;/`,
    `${path}%2f`,
    `${path}%3f`,
    `${path}%20`,
    `${path}%0a`,
    `${path}%00`,
    `${path}\\`,
    path.toUpperCase(),
    `/${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    `/${path}`,
    `/.${path}`,
    `/%2e${path}`,
    `/${encoded}`,
    `/%2f${name}`,
    `/\\${name}`,
    `/docs/..${path}`,
    `/docs/%2e%2e${path}`,
    `/docs/..%2f${name}`,
    `/docs%2f..%2f${name}`,
    `/docs/..;${path}`,
    `/docs${path}`,
    `/live/..${path}`,
    `/api/..${path}`,
    `/api${path}`,
    `/api/v1${path}`,
    `/api/v1/../..${path}`,
    `/api/v1/programs/../../..${path}`,
    `/api/v1/programs/..%2f..%2f..%2f${name}`,
    `/s/main${path}`,
    `/s/main/../..${path}`,
    `/s/main/api/../../..${path}`,
    `/s/${path}`,
    `/openapi.json/..${path}`,
    `/.well-known/jwks.json/../..${path}`,
    `http://lyceum.test${path}`,
    `http://lyceum.test/docs/..${path}`,
  ];
}

const ask = async (port: number, path: string, ...headers: string[]) =>
  parseRaw(await sendRaw(port, [`GET ${path} HTTP/1.1`, 'Host: a', 'Connection: close', ...headers, '', ''].join('\r\n')));

async function startBoth() {
  const upstream = await startUpstream((_req, res, { url }) => res.end(url.startsWith('/api/') ? 'of a service' : '{}'));
  const gateway = await startTestGateway({ upstream: upstream.url, env: { TRUSTED_PROXIES: '1', RATE_LIMIT_IP: '10000' } });
  const nginx = await startTestNginx(gateway.url);
  atEnd(() => nginx.stop());
  return { gateway, nginx, upstream };
}

it('lets the router reach nothing that is not on the public list', () => {
  const prefixes = serviceNames.flatMap((name) => services[name].prefixes);
  for (const path of prefixes.flatMap((prefix) => [`/api/v1${prefix}`, `/api${prefix}`, `/s/main/api${prefix}`])) {
    expect([path, findTarget(path)?.service, isPublic(path)]).toEqual([path, expect.any(String), true]);
  }
});

it('has the list that nginx has', () => {
  const template = readFileSync(new URL('../../nginx/templates/common.conf.template', import.meta.url), 'utf8');
  const [, block = ''] = /map \$uri \$is_public \{\n {2}default 0;\n([^}]*)\}/.exec(template) ?? [];
  const expected = publicAddresses.map((address) => {
    const literal = address.replaceAll('.', '\\.');
    return `~^${address.endsWith('/') ? literal : `${literal}\\z`} 1;`;
  });
  expect(block.trim().split(/\n */)).toEqual(expected);
});

describe('pages of the operator', () => {
  it.each(closed)('answer 404 through nginx however they are written: %s', async (path) => {
    const { nginx, upstream } = await startBoth();
    const before = upstream.received.length;
    for (const spelling of spellings(path)) {
      const reply = await ask(nginx.port, spelling);
      expect(`${spelling} ${reply.status}`).toMatch(/ 40[04]$/);
      expect(reply.text).not.toMatch(/lyceum_gateway|"checks"/);
    }
    expect(upstream.received.slice(before)).toEqual([]);
  });

  it.each(closed)('answer 404 to whoever comes through a proxy, however they are written: %s', async (path) => {
    const { gateway } = await startBoth();
    for (const spelling of spellings(path)) {
      const reply = await ask(gateway.port, spelling, 'X-Forwarded-For: 203.0.113.9');
      expect(`${spelling} ${reply.status}`).toMatch(/ 40[04]$/);
      expect(toProblem(reply).code).toMatch(/^(route\.not_found|request\.malformed)$/);
    }
  });

  it.each(closed)('answer whoever reaches the gateway itself: %s', async (path) => {
    const { gateway } = await startBoth();
    expect((await ask(gateway.port, path)).status).toBe(200);
    expect((await ask(gateway.port, `${path}?a=b`)).status).toBe(200);
    for (const other of [path.toUpperCase(), `/${path}`, `/docs/..${path}`])
      expect((await ask(gateway.port, other)).status).toBe(404);
  });
});

describe('addresses of services for services', () => {
  const internal = Object.values(modelAnswer).flatMap((value) => ('internal' in value && value.internal ? [value.path] : []));

  it.each(['nginx', 'gateway'] as const)('lead nowhere through the %s, however they are written', async (entrance) => {
    const { nginx, gateway, upstream } = await startBoth();
    const { port } = entrance === 'nginx' ? nginx : gateway;
    const before = upstream.received.length;
    for (const base of ['', '/api', '/api/v1', '/s/main/api/v1']) {
      for (const spelling of internal.flatMap((path) => spellings(base + path))) {
        const { status } = await ask(
          port,
          spelling,
          'X-Lyceum-Gateway: x',
          'X-Lyceum-Person: 0192f0c4-7d1e-7c3a-9b1a-2f6f0d8f1b11',
        );
        expect(`${spelling} ${status}`).toMatch(/ 40[04]$/);
      }
    }
    expect(upstream.received.slice(before)).toEqual([]);
  });
});

it('shows what is public through nginx', async () => {
  const { nginx } = await startBoth();
  const paths = [
    '/docs',
    '/docs/',
    '/docs/init.js',
    '/redoc',
    '/openapi.json',
    '/openapi.json?a=b',
    '/live',
    '/.well-known/jwks.json',
  ];
  for (const path of paths) expect([path, (await ask(nginx.port, path)).status]).toEqual([path, 200]);
  for (const path of ['/api/v1/programs', '/api/programs', '/s/main/api/v1/programs/%D0%B0%2F1?q=1']) {
    expect((await ask(nginx.port, path)).text).toContain('of a service');
  }
});
