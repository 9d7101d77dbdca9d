import { once } from 'node:events';
import { request } from 'node:https';
import { type AddressInfo, createServer } from 'node:net';
import { isPublicAddress } from './public-address.ts';
import { PublicAgent } from './public-agent.ts';

describe('a public address', () => {
  it.each(['8.8.8.8', '93.184.215.14', '172.15.255.255', '172.32.0.1', '2606:2800:21f:cb07:6820:80da:af6b:8b2c'])(
    'is %s',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  it.each([
    ...['127.0.0.1', '127.255.255.254', '0.0.0.0', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
    ...['169.254.169.254', '100.64.0.1', '192.0.0.1', '198.18.0.1', '224.0.0.1', '255.255.255.255', '240.0.0.1'],
    ...['::', '::1', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:10.0.0.1', '::127.0.0.1', '64:ff9b::7f00:1'],
    ...['2002:7f00:1::', '2001:0:7f00:1::', 'fc00::1', 'fd12:3456::1', 'fe80::1', 'fec0::1', 'ff02::1', '2001:db8::1'],
    ...['localhost', 'club.example', '', '1', '0x7f000001', '127.1'],
  ])('is not %s', (address) => expect(isPublicAddress(address)).toBe(false));
});

describe('an agent of the public', () => {
  it.each(['127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '2130706433', '0', '127.1', 'localhost'])(
    'does not connect to %s',
    async (host) => {
      let connections = 0;
      const server = createServer(() => connections++).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const agent = new PublicAgent();
      const { port } = server.address() as AddressInfo;

      const asked = request(new URL(`https://${host}:${port}/push`), { agent });
      const [error] = (await once(asked, 'error')) as [Error & { code: string }];

      expect(error.code).toBe('NOT_PUBLIC');
      expect(connections).toBe(0);
      agent.destroy();
      server.close();
    },
  );
});
