/** A clock that runs on as usual, and that a test can put forward or back instead of waiting. */
export interface TestClock {
  now(): Date;
  set(to: Date): void;
  advance(milliseconds: number): void;
}

/** A clock that shows the real time until it is set; `wasSet` is told each time. */
export function testClock(wasSet: () => void): TestClock {
  let ahead = 0;
  const put = (milliseconds: number) => {
    ahead = milliseconds;
    wasSet();
  };
  return {
    now: () => new Date(Date.now() + ahead),
    set: (to) => put(to.getTime() - Date.now()),
    advance: (milliseconds) => put(ahead + milliseconds),
  };
}
