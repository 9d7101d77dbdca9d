/** Something to wait by: a ring before the wait counts, several rings are one. */
export interface Bell {
  ring(): void;
  /** Resolves at the next ring, at once if it rang since the last wait, or when the time is over. */
  wait(milliseconds: number): Promise<void>;
}

/** A bell for one waiter. */
export function createBell(): Bell {
  let rung = false;
  let answer: () => void = () => undefined;
  return {
    ring() {
      rung = true;
      answer();
    },
    async wait(milliseconds) {
      if (!rung)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, milliseconds);
          answer = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      rung = false;
    },
  };
}
