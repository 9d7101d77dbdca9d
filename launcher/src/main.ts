import { errorMessage } from '@fieldhouse/platform';

/** Runs a process's whole life. What stops it is told in words, not as a stack: the message is written for the person who starts it. */
export async function main(life: () => Promise<void>): Promise<never> {
  try {
    await life();
  } catch (error) {
    process.stderr.write(`\n${errorMessage(error)}\n`);
    process.exit(1);
  }
  process.exit(0);
}
