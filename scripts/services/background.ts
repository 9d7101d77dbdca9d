import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isProcessAlive, processIdentity } from '@fieldhouse/platform';

/** A program that goes on when this one ends; its log and its identity are in its directory. */
export interface Background {
  readonly name: string;
  readonly directory: string;
}

const POLL_MILLISECONDS = 50;
const START_MILLISECONDS = 90_000;

const pidFile = ({ name, directory }: Background) => path.join(directory, `${name}.pid`);
const logFile = ({ name, directory }: Background) => path.join(directory, `${name}.log`);

/** Starts the program unless it runs, and waits until it answers. */
export async function startInBackground(
  program: Background,
  [command = '', ...args]: readonly string[],
  answers: () => Promise<boolean>,
): Promise<void> {
  if (!isRunning(program)) launch(program, command, args);
  const deadline = Date.now() + START_MILLISECONDS;
  while (!(await answers())) {
    if (!isRunning(program)) throw new Error(`${program.name} ended while it started:\n${lastLines(program)}`);
    if (Date.now() > deadline) throw new Error(`${program.name} does not answer:\n${lastLines(program)}`);
    await delay(POLL_MILLISECONDS);
  }
}

function launch(program: Background, command: string, args: readonly string[]): void {
  mkdirSync(program.directory, { recursive: true, mode: 0o700 });
  const log = openSync(logFile(program), 'w', 0o600);
  const child = spawn(command, args, { cwd: program.directory, detached: true, stdio: ['ignore', log, log] });
  child.once('error', () => undefined); // a missing program shows as one that ended
  closeSync(log);
  child.unref();
  writeFileSync(pidFile(program), processIdentity(child.pid ?? 0) ?? '');
}

/** Whether the program runs. */
export function isRunning(program: Background): boolean {
  const identity = existsSync(pidFile(program)) ? readFileSync(pidFile(program), 'utf8') : '';
  return identity !== '' && isProcessAlive(identity);
}

/** Sends a signal to the program, if it runs. */
export function signalBackground(program: Background, signal: NodeJS.Signals): void {
  if (isRunning(program)) process.kill(Number.parseInt(readFileSync(pidFile(program), 'utf8'), 10), signal);
}

/** Ends the program and waits until it is gone. */
export async function stopBackground(program: Background, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  signalBackground(program, signal);
  while (isRunning(program)) await delay(POLL_MILLISECONDS);
  rmSync(pidFile(program), { force: true });
}

function lastLines(program: Background): string {
  return existsSync(logFile(program)) ? readFileSync(logFile(program), 'utf8').trim().slice(-2_000) : '';
}
