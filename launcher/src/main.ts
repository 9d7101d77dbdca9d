import { ConfigurationError, errorMessage } from '@fieldhouse/platform';

/** How a process ends whose configuration is refused (EX_CONFIG of sysexits.h): starting it again changes nothing. */
export const CONFIGURATION_REFUSED = 78;

/** Runs a process's whole life. What stops it is told in words, not as a stack: the message is written for the person who starts it. */
export async function main(life: () => Promise<void>): Promise<never> {
  try {
    await life();
  } catch (error) {
    process.stderr.write(`\n${errorMessage(error)}\n`);
    process.exit(error instanceof ConfigurationError ? CONFIGURATION_REFUSED : 1);
  }
  process.exit(0);
}
