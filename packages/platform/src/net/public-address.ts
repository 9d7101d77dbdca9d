import { BlockList, isIP } from 'node:net';

/** What the internet does not lead to, or leads to by another name (IANA's special-purpose registries, RFC 6890). */
const SPECIAL = {
  ipv4: [
    '0.0.0.0/8', // this network
    '10.0.0.0/8', // private
    '100.64.0.0/10', // behind a provider's address translation
    '127.0.0.0/8', // this machine
    '169.254.0.0/16', // this link: clouds keep their credentials at 169.254.169.254
    '172.16.0.0/12', // private
    '192.0.0.0/24', // protocol assignments
    '192.0.2.0/24', // documentation
    '192.88.99.0/24', // relays of 6to4, which are no more
    '192.168.0.0/16', // private
    '198.18.0.0/15', // measurements
    '198.51.100.0/24', // documentation
    '203.0.113.0/24', // documentation
    '224.0.0.0/4', // multicast
    '240.0.0.0/4', // reserved, broadcast
  ],
  ipv6: [
    '::/96', // unspecified, this machine, and IPv4 addresses as they were once written
    '::ffff:0:0:0/96', // IPv4 addresses by another name
    '64:ff9b::/96', // the same behind NAT64
    '64:ff9b:1::/48',
    '100::/64', // discarded
    '2001::/23', // protocol assignments, Teredo
    '2001:db8::/32', // documentation
    '2002::/16', // 6to4: an IPv4 address within
    '3fff::/20', // documentation
    '5f00::/16', // segment routing
    'fc00::/7', // private
    'fe80::/10', // this link
    'fec0::/10', // this site, once
    'ff00::/8', // multicast
  ],
} as const;

const special = new BlockList();
for (const family of ['ipv4', 'ipv6'] as const)
  for (const subnet of SPECIAL[family]) {
    const [address = '', prefix] = subnet.split('/');
    special.addSubnet(address, Number(prefix), family);
  }

/** Whether an IP address is one of the public internet; an IPv4 address in IPv6's clothes (`::ffff:10.0.0.1`) counts as what it is. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && !special.check(address, family === 4 ? 'ipv4' : 'ipv6');
}
