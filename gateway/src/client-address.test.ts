import { clientAddress, reachesDirectly } from './client-address.ts';

describe('clientAddress', () => {
  it('is the peer while no proxy is trusted, whatever the request claims', () => {
    expect(clientAddress('198.51.100.7', '203.0.113.9', 0)).toBe('198.51.100.7');
  });

  it('counts trusted proxies from the right, so that what a client put in front is not believed', () => {
    expect(clientAddress('10.0.0.1', '203.0.113.9', 1)).toBe('203.0.113.9');
    expect(clientAddress('10.0.0.1', '6.6.6.6, 203.0.113.9', 1)).toBe('203.0.113.9');
    expect(clientAddress('10.0.0.1', '6.6.6.6, 203.0.113.9, 10.0.0.2', 2)).toBe('203.0.113.9');
  });

  it('is the peer when the proxies did not all add an entry or the entry is no address', () => {
    expect(clientAddress('10.0.0.1', '203.0.113.9', 2)).toBe('10.0.0.1');
    expect(clientAddress('10.0.0.1', undefined, 1)).toBe('10.0.0.1');
    expect(clientAddress('10.0.0.1', 'unknown', 1)).toBe('10.0.0.1');
  });

  it('writes IPv4 as IPv4 on a dual-stack socket', () => {
    expect(clientAddress('::ffff:198.51.100.7', undefined, 0)).toBe('198.51.100.7');
  });
});

describe('reachesDirectly', () => {
  it.each([
    ['this machine', '127.0.0.1', undefined, 0, true],
    ['this machine by IPv6', '::1', undefined, 0, true],
    ['this machine on a dual-stack socket', '::ffff:127.0.0.1', undefined, 0, true],
    ['another machine', '198.51.100.7', undefined, 0, false],
    ['nobody known', undefined, undefined, 0, false],
    ['a proxy on this machine that nobody told us of', '127.0.0.1', '203.0.113.9', 0, false],
    ['Prometheus beside the proxy', '172.18.0.9', undefined, 1, true],
    ['the proxy', '172.18.0.2', '203.0.113.9', 1, false],
    ['a client that claims to be nobody', '172.18.0.2', '', 1, false],
  ])('judges %s', (_who, peer, forwardedFor, proxies, direct) => {
    expect(reachesDirectly(peer, forwardedFor, proxies)).toBe(direct);
  });
});
