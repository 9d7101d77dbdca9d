import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import type { HttpHandler } from '../src/index.ts';
import { eventually } from './eventually.ts';
import { client, closeAll, head, heardUntilClosed, serve } from './raw-client.ts';

afterEach(closeAll);

/** Every refusal of the HTTP layer: a JSON body with a code. */
const toldWith = (heard: string) => {
  const [, status] = /^HTTP\/1\.1 (\d+)/.exec(heard) ?? [];
  const [headers = '', body = ''] = heard.split('\r\n\r\n', 2);
  expect(headers).toMatch(/content-type: application\/json/i);
  expect(Number(/content-length: (\d+)/i.exec(headers)?.[1])).toBe(body.length);
  return [Number(status), JSON.parse(body).errors[0].extensions.code];
};

const echo: HttpHandler = async ({ method, path, search, headers, body }) => ({
  status: 200,
  body: `${method} ${path}${search} ${headers.host} ${body}`,
});

describe('a request that its head condemns', () => {
  const closing = 'Connection: close';
  test.each<[string, string, number, string]>([
    ['no Host', `GET / HTTP/1.1\r\n${closing}\r\n\r\n`, 400, 'BAD_REQUEST'],
    ['two Hosts', head('GET /', 'Host: y', closing), 400, 'BAD_REQUEST'],
    ['the same Host twice', head('GET /', 'Host: x', closing), 400, 'BAD_REQUEST'],
    ['two Hosts in HTTP/1.0', 'GET / HTTP/1.0\r\nHost: x\r\nHost: y\r\n\r\n', 400, 'BAD_REQUEST'],
    [
      'a second Host after 3,000 other headers',
      head('GET /', ...Array(3_000).fill('a:'), 'Host: y', closing),
      400,
      'BAD_REQUEST',
    ],
    ['a Host that is none', `GET / HTTP/1.1\r\nHost: a/b@c\r\n${closing}\r\n\r\n`, 400, 'BAD_REQUEST'],
    ['two Authorizations', head('GET /', 'Authorization: a', 'Authorization: b', closing), 400, 'BAD_REQUEST'],
    [
      'two Content-Types',
      head('POST /', 'Content-Type: a/b', 'content-type: c/d', 'Content-Length: 0', closing),
      400,
      'BAD_REQUEST',
    ],
    ['two Content-Lengths', head('POST /', 'Content-Length: 1', 'Content-Length: 1'), 400, 'BAD_REQUEST'],
    ['a Content-Length that is no number', head('POST /', 'Content-Length: 1e3'), 400, 'BAD_REQUEST'],
    ['a negative Content-Length', head('POST /', 'Content-Length: -1'), 400, 'BAD_REQUEST'],
    [
      'both lengths',
      `${head('POST /', 'Content-Length: 5', 'Transfer-Encoding: chunked')}0\r\n\r\n`,
      400,
      'BAD_REQUEST',
    ],
    [
      'two Transfer-Encodings',
      `${head('POST /', 'Transfer-Encoding: chunked', 'Transfer-Encoding: chunked', closing)}0\r\n\r\n`,
      400,
      'BAD_REQUEST',
    ],
    [
      'compressed pieces',
      `${head('POST /', 'Transfer-Encoding: gzip, chunked', closing)}0\r\n\r\n`,
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'a compressed body',
      `${head('POST /', 'Content-Encoding: gzip', 'Content-Length: 3')}`,
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    ['pieces in HTTP/1.0', 'POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 400, 'BAD_REQUEST'],
    ['an unknown Expect', head('POST /', 'Expect: 200-ok', 'Content-Length: 5'), 417, 'EXPECTATION_FAILED'],
    [
      'two Expects',
      head('POST /', 'Expect: 100-continue', 'Expect: 100-continue', 'Content-Length: 5'),
      400,
      'BAD_REQUEST',
    ],
    ['a body that is too large', head('POST /', 'Content-Length: 1001'), 413, 'PAYLOAD_TOO_LARGE'],
    ['a body that is far too large', head('POST /', 'Content-Length: 999999999999'), 413, 'PAYLOAD_TOO_LARGE'],
    ['a folded header', head('GET /', 'X-A: b\r\n c'), 400, 'BAD_REQUEST'],
    ['a header without a name', head('GET /', ': b'), 400, 'BAD_REQUEST'],
    ['a space before the colon', head('GET /', 'Content-Length : 5'), 400, 'BAD_REQUEST'],
    ['a NUL in a header', head('GET /', 'X-A: b\0c'), 400, 'BAD_REQUEST'],
    ['an unknown method', head('FROB /'), 400, 'BAD_REQUEST'],
    ['an unknown version', 'GET / HTTP/3.7\r\nHost: x\r\n\r\n', 400, 'BAD_REQUEST'],
  ])('hears so at once, as JSON with a code: %s', async (_, bytes, status, code) => {
    let handled = 0;
    const { port } = await serve(async () => {
      handled += 1;
      return { status: 200 };
    });
    const heard = await heardUntilClosed(port, bytes);
    expect(toldWith(heard)).toEqual([status, code]);
    expect(heard).not.toContain('100 Continue');
    expect(handled).toBe(0);
  });
});

describe('a body', () => {
  test.each([
    ['no length', 'zz\r\n'],
    ['a length without end', `${'f'.repeat(30)}\r\n`],
    ['too few bytes', '2\r\nabc\r\n'],
    ['an extension that ends nowhere', `1;${'x'.repeat(20_000)}\r\n`],
  ])('in broken pieces is refused: %s', async (_, pieces) => {
    const { port } = await serve(echo);
    const heard = await heardUntilClosed(port, head('POST /', 'Transfer-Encoding: chunked') + pieces);
    expect(heard).toMatch(/^HTTP\/1\.1 4(00|13|31) [\s\S]*"code":"/);
  });

  test('in pieces that together are too large is refused as soon as they are', async () => {
    const { port } = await serve(echo);
    const piece = `3e8\r\n${'x'.repeat(1_000)}\r\n`;
    const { socket, heard } = await client(port);
    socket.write(head('POST /', 'Transfer-Encoding: chunked') + piece);
    await turn();
    expect(heard()).toBe('');
    socket.write(piece);
    await once(socket, 'close');
    expect(toldWith(heard())).toEqual([413, 'PAYLOAD_TOO_LARGE']);
  });

  test('that takes too long to come is refused', async () => {
    const { port } = await serve(echo, { bodyTimeoutMs: 100 });
    const heard = await heardUntilClosed(port, `${head('POST /', 'Content-Length: 10')}half`);
    expect(toldWith(heard)).toEqual([408, 'REQUEST_TIMEOUT']);
  });

  test('has its time from its turn on', async () => {
    const seen: string[] = [];
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { port } = await serve(
      async ({ path, body }) => {
        seen.push(path + body);
        if (path === '/slow') await held;
        return { status: 200 };
      },
      { bodyTimeoutMs: 1 },
    );
    const { socket, heard } = await client(port);
    socket.write(`${head('GET /slow')}${head('POST /', 'Content-Length: 4')}body`);
    await eventually(() => seen.length === 1);
    release();
    await eventually(() => heard().split('200 OK').length === 3);
    expect(seen).toEqual(['/slow', '/body']);
  });

  test('that the client asks leave for is welcome, but for one that would be refused', async () => {
    const { port } = await serve(echo);
    const call = httpRequest({ port, method: 'POST', headers: { expect: '100-continue', 'content-length': '4' } });
    await once(call.flushHeaders() ?? call, 'continue');
    call.end('body');
    const [response] = await once(call, 'response');
    expect(response.statusCode).toBe(200);
    const refused = httpRequest({
      port,
      method: 'POST',
      headers: { expect: '100-continue', 'content-length': '4000' },
    });
    refused.on('continue', () => refused.destroy(new Error('was welcome'))).flushHeaders();
    expect((await once(refused, 'response'))[0].statusCode).toBe(413);
    refused.destroy();
  });
});

describe('a request that is odd and right', () => {
  test.each([
    ['in HTTP/1.0, without a Host', 'GET /a HTTP/1.0\r\n\r\n', 'GET /a undefined '],
    ['that expects something in HTTP/1.0', 'GET /a HTTP/1.0\r\nHost: x\r\nExpect: something\r\n\r\n', 'GET /a x '],
    ['with an empty Host', 'GET /a HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n', 'GET /a  '],
    ['to an address with a port', 'GET /a HTTP/1.1\r\nHost: [::1]:80\r\nConnection: close\r\n\r\n', 'GET /a [::1]:80 '],
    [
      'that names the whole URL, whose host counts',
      head('GET http://club.example:80?a=b', 'Connection: close'),
      'GET /?a=b club.example:80 ',
    ],
    [
      'whose body comes in pieces',
      `${head('POST /', 'Transfer-Encoding: Chunked', 'Connection: close')}1\r\na\r\n2;x=y\r\nbc\r\n0\r\nTrailer: z\r\n\r\n`,
      'POST / x abc',
    ],
  ])('is served: %s', async (_, bytes, expected) => {
    const { port } = await serve(echo);
    expect(await heardUntilClosed(port, bytes)).toMatch(
      new RegExp(`^HTTP/1\\.1 200 [\\s\\S]*${expected.replace(/[?[\]]/g, '\\$&')}`),
    );
  });

  test('on a connection goes on after one that was refused whole', async () => {
    const { port } = await serve(echo);
    const { socket, heard } = await client(port);
    socket.write(head('GET /', 'Host: y') + head('GET /next'));
    await eventually(() => heard().includes('GET /next'));
    expect(heard()).toMatch(/^HTTP\/1\.1 400 /);
  });
});
