/** Tells what a step that takes long has got to: "people 120 of 256". */
export type Tell = (where: string) => void;

const NAME_WIDTH = 28;
// On a terminal the line is rewritten; elsewhere, in a log for example, a few lines are enough.
const GAP_MILLISECONDS = { terminal: 100, log: 5_000 };

/** Prints a line per step of the start, with its time; while it runs, how far it is. */
export async function step<T>(
  name: string,
  work: (tell: Tell) => Promise<T>,
  detail: (result: T) => string = () => '',
  output: Pick<NodeJS.WriteStream, 'write' | 'isTTY'> = process.stdout,
): Promise<T> {
  const began = performance.now();
  const seconds = () => `${((performance.now() - began) / 1000).toFixed(1)} s`;
  const line = (rest: string) => `  ${name.padEnd(NAME_WIDTH)} ${seconds().padStart(7)}  ${rest}`.trimEnd();
  const show = (text: string, ending: string) => output.write(output.isTTY ? `\r\x1b[K${text}${ending}` : `${text}\n`);
  const gap = output.isTTY ? GAP_MILLISECONDS.terminal : GAP_MILLISECONDS.log;
  let told = began;
  const result = await work((where) => {
    if (performance.now() - told < gap) return;
    told = performance.now();
    show(line(`${where} …`), '');
  });
  show(line(detail(result)), '\n');
  return result;
}
