/**
 * A real Apache Kafka without Docker: Java 17 and Maven. Its data is in KAFKA_HOME_DIR (DATA_DIR/services/kafka).
 *   node --import tsx scripts/kafka.ts up [PORT]   start (9092), wait until it answers, print its address
 *   ... down                                       stop it cleanly
 *   ... kill                                       SIGKILL: the data stays, `up` recovers it
 *   ... freeze | thaw                              SIGSTOP, SIGCONT
 *   ... wipe                                       stop it and forget its data
 *   ... cli MAIN ARG...                            a tool of Kafka's, e.g. org.apache.kafka.tools.TopicCommand --list ...
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { errorMessage, readEnvironment } from '@fieldhouse/platform';
import { signalBackground, stopBackground } from './services/background.ts';
import { broker, classPath, fetchJars, startKafka, wipeKafka } from './services/kafka.ts';
import { requirePrograms } from './services/programs.ts';

const { KAFKA_HOME_DIR, DATA_DIR } = readEnvironment();
const directory = path.resolve(KAFKA_HOME_DIR || path.join(DATA_DIR || '.data', 'services', 'kafka'));

const commands: Record<string, (...args: string[]) => Promise<unknown>> = {
  up: async (port = '9092') => console.log(await startKafka(directory, Number(port))),
  down: () => stopBackground(broker(directory)),
  kill: () => stopBackground(broker(directory), 'SIGKILL'),
  freeze: async () => signalBackground(broker(directory), 'SIGSTOP'),
  thaw: async () => signalBackground(broker(directory), 'SIGCONT'),
  wipe: () => wipeKafka(directory),
  async cli(...args) {
    await fetchJars();
    process.exitCode = spawnSync('java', ['-cp', classPath, ...args], { stdio: 'inherit' }).status ?? 1;
  },
};

try {
  const [name = '', ...args] = process.argv.slice(2);
  const command = commands[name];
  if (!command) throw new Error(`kafka.ts takes one of: ${Object.keys(commands).join(', ')}`);
  requirePrograms(['kafka']);
  await command(...args);
} catch (error) {
  console.error(errorMessage(error));
  process.exitCode = 1;
}
