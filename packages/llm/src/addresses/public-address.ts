import { BlockList, isIP } from 'node:net';

/** IPv4 blocks that no host on the internet has: IANA's registry of special purposes (RFC 6890), multicast and what is reserved. */
const special4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
];
/** Of IPv6 only this is handed out; forms that carry an IPv4 address (mapped, compatible, NAT64) lie outside of it. */
const global6 = ['2000::/3'];
/** Parts of it with special purposes: Teredo and other protocols, documentation, 6to4, segment routing. */
const special6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const special = blockList([...special4, ...special6]);
const global = blockList(global6);

/** Whether a host on the internet may have the address. What is no address is not public. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !special.check(address);
    case 6:
      // A zone is of addresses of one link.
      return !address.includes('%') && global.check(address, 'ipv6') && !special.check(address, 'ipv6');
    default:
      return false;
  }
}

/** Throws when one of them is no block in CIDR notation. */
export function blockList(blocks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const block of blocks) {
    const [network = '', bits] = block.split('/');
    list.addSubnet(network, Number(bits), toFamily(network));
  }
  return list;
}

export function toFamily(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}
