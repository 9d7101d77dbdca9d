import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('./consumer-process.ts', import.meta.url));

/** Starts a consumer in a process of its own. */
export const startConsumerProcess = (options: object): ChildProcess =>
  spawn(process.execPath, ['--import', 'tsx', program, JSON.stringify(options)], { stdio: 'inherit' });

/** Ends a process as a power cut would. */
export async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}
