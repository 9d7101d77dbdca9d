import { setTimeout as delay } from 'node:timers/promises';

/** Waits for a fact instead of for a time; the test's own time limit ends a wait for what never comes. */
export async function eventually(fact: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await fact())) await delay(20);
}
