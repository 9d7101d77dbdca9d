import { once } from 'node:events';
import { createServer } from 'node:net';

/** Whether nobody of this machine listens on the port. */
export async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
