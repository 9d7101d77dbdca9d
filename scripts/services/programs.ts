import { spawnSync } from 'node:child_process';

/** What can be started. */
export type Service = 'postgres' | 'redis' | 'kafka';

interface Program {
  readonly name: string;
  /** What is wrong, or nothing. */
  readonly problem: () => string | undefined;
}

const output = (command: string, ...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  return status === 0 ? stdout + stderr : undefined;
};

const java: Program = {
  name: 'java',
  problem() {
    const [, major] = /version "(\d+)/.exec(output('java', '-version') ?? '') ?? [];
    if (Number(major) >= 17) return undefined;
    return 'Kafka needs Java 17 or newer: apt install openjdk-17-jre-headless, or brew install openjdk.';
  },
};

const maven: Program = {
  name: 'mvn',
  problem: () =>
    output('mvn', '-v') ? undefined : 'Kafka needs Maven, which fetches it: apt install maven, or brew install maven.',
};

const redisServer: Program = {
  name: 'redis-server',
  problem: () =>
    output('redis-server', '--version')
      ? undefined
      : 'Redis is missing: apt install redis-server, or brew install redis.',
};

const programsOf: Record<Service, readonly Program[]> = { postgres: [], redis: [redisServer], kafka: [java, maven] };

/** Stops with one line for each program that is missing; npm brings PostgreSQL. */
export function requirePrograms(services: readonly Service[]): void {
  const problems = services.flatMap((service) => programsOf[service].flatMap(({ problem }) => problem() ?? []));
  if (problems.length > 0) throw new Error(problems.join('\n'));
}
