import { addressKey } from './client-address.ts';

it('keeps IPv4 addresses apart, and takes one that IPv6 carries for the same', () => {
  expect(addressKey('198.51.100.7')).not.toBe(addressKey('198.51.100.8'));
  expect(addressKey('::ffff:198.51.100.7')).toBe(addressKey('198.51.100.7'));
});

it('takes all addresses of one IPv6 network for one client, however they are written', () => {
  expect(addressKey('2001:db8:1:2:3:4:5:6')).toBe(addressKey('2001:db8:1:2:aaaa::1'));
  expect(addressKey('2001:db8:1:2::1')).toBe(addressKey('2001:db8:1:2:ffff:ffff:ffff:ffff'));
  expect(addressKey('2001:db8:1:2::1')).not.toBe(addressKey('2001:db8:1:3::1'));
  expect(addressKey('2001:db8::1')).toBe(addressKey('2001:0DB8:0:0::2'));
});
