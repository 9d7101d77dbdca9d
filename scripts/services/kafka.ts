import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Kafka, logLevel } from 'kafkajs';
import { type Background, isRunning, startInBackground, stopBackground } from './background.ts';
import { isFree } from './ports.ts';

const run = promisify(execFile);
const pom = fileURLToPath(new URL('../kafka-pom.xml', import.meta.url));
const jars = fileURLToPath(new URL('../../node_modules/.cache/apache-kafka-4.3.1', import.meta.url));

/** Java's class path with all of Kafka. */
export const classPath = path.join(jars, '*');

/** The broker of a directory. */
export const broker = (directory: string): Background => ({ name: 'kafka', directory });

/** Starts a one-node Apache Kafka (KRaft) on its data in `directory`; returns its address. `port + 1` is the controller's. */
export async function startKafka(directory: string, port: number): Promise<string> {
  const properties = path.join(directory, 'server.properties');
  if (isRunning(broker(directory))) return addressIn(properties);
  const [isPortFree, isControllerPortFree] = await Promise.all([isFree(port), isFree(port + 1)]);
  if (!isPortFree || !isControllerPortFree)
    throw new Error(`Kafka needs the ports ${port} and ${port + 1}; one is taken.`);
  await fetchJars();
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  writeFileSync(properties, configuration(directory, port));
  if (!existsSync(path.join(directory, 'data', 'meta.properties'))) await format(properties);
  const address = addressIn(properties);
  const command = [
    'java',
    '-Xmx512m',
    '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
    '-cp',
    classPath,
    'kafka.Kafka',
    properties,
  ];
  await startInBackground(broker(directory), command, () => answers(address));
  return address;
}

/** Ends the broker and forgets its data. */
export async function wipeKafka(directory: string): Promise<void> {
  await stopBackground(broker(directory));
  rmSync(path.join(directory, 'data'), { recursive: true, force: true });
}

/** Maven brings 54 MB of jars, once for all directories. */
export async function fetchJars(): Promise<void> {
  const complete = path.join(jars, '.complete');
  if (existsSync(complete)) return;
  mkdirSync(jars, { recursive: true });
  const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${jars}`];
  await run('mvn', ['-q', '-B', '-f', pom, ...goal]).catch((cause: Error & { stdout?: string }) => {
    throw new Error(`Maven could not fetch Apache Kafka:\n${cause.stdout?.trim() || cause.message}`, { cause });
  });
  writeFileSync(complete, '');
}

async function format(properties: string): Promise<void> {
  const id = `f${randomBytes(16).toString('base64url').slice(1)}`; // the tool takes a leading dash for an option
  await run('java', ['-cp', classPath, 'kafka.tools.StorageTool', 'format', '-t', id, '-c', properties]);
}

async function answers(address: string): Promise<boolean> {
  const client = new Kafka({
    brokers: [address],
    logLevel: logLevel.NOTHING,
    connectionTimeout: 1_000,
    retry: { retries: 0 },
  });
  const admin = client.admin();
  try {
    await admin.connect();
    return (await admin.describeCluster()).brokers.length > 0;
  } catch {
    return false;
  } finally {
    await admin.disconnect();
  }
}

function addressIn(properties: string): string {
  const [, address] = /^advertised\.listeners=PLAINTEXT:\/\/(.+)$/m.exec(readFileSync(properties, 'utf8')) ?? [];
  if (!address) throw new Error(`${properties} names no address`);
  return address;
}

/** Quick to notice members that come and go, as a laptop and tests need it. */
function configuration(directory: string, port: number): string {
  return Object.entries({
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${port + 1}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${port + 1}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
    'inter.broker.listener.name': 'PLAINTEXT',
    'log.dirs': path.join(directory, 'data'),
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 3,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 3,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'group.initial.rebalance.delay.ms': 0,
    'auto.create.topics.enable': false,
    'broker.session.timeout.ms': 3_000,
    'broker.heartbeat.interval.ms': 500,
  })
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}
