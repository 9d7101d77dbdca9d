import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  databaseUrlOf,
  describeConfig,
  readConfig,
  readEnvironment,
  redactConfig,
  subgraphUrlOf,
} from '../src/index.ts';

const DATA_DIR = mkdtempSync(path.join(tmpdir(), 'fieldhouse-config-'));
const DATABASE_URL = 'postgresql://club:pa%20ss@db:5432/';
const INTERNAL_SECRET = 'internal-'.repeat(5);
const AUTH_SECRET = 'authsecret'.repeat(5);

afterAll(() => rmSync(DATA_DIR, { recursive: true }));

describe('readConfig', () => {
  test('has the embedded defaults for an empty environment', () => {
    const config = readConfig({ DATA_DIR });
    expect(config).toMatchObject({ isEmbedded: true, port: 4000, host: '127.0.0.1', demoData: true, databaseUrls: {} });
    expect(config).toMatchObject({ accessTokenSeconds: 600, demoPassword: 'riverside-demo' });
    expect(Object.isFrozen(config)).toBe(true);
  });

  test('takes an empty value for an absent one, as Compose passes it', () => {
    expect(readConfig({ DATA_DIR, PORT: '', REDIS_URL: ' ' })).toMatchObject({ port: 4000, redisUrl: undefined });
  });

  test('says everything that is wrong at once, by name, without the value of a secret', () => {
    const wrong = {
      PORT: 'x',
      DATABASE_URL: 'mysql://root:hunter2@db',
      ACCESS_TOKEN_TTL: '10',
      INTERNAL_SECRET: 'short',
    };
    const read = () => readConfig({ DATA_DIR, ...wrong });
    for (const name of Object.keys(wrong)) expect(read).toThrow(name);
    expect(read).not.toThrow(/hunter2|short/);
  });

  test.each([
    [{ KAFKA_CA_FILE: 'ca.pem' }, 'KAFKA_TLS=on'],
    [{ KAFKA_TLS: 'on', KAFKA_CERT_FILE: 'own.pem' }, 'KAFKA_KEY_FILE'],
    [{ KAFKA_SASL: 'plain', KAFKA_USERNAME: 'club' }, 'KAFKA_PASSWORD: set all or none'],
    [{ KAFKA_SASL: 'gssapi' }, 'KAFKA_SASL'],
    [{ KAFKA_REPLICATION_FACTOR: '1', KAFKA_MIN_IN_SYNC_REPLICAS: '2' }, 'cannot exceed'],
  ])('refuses half a way to Kafka: %o', (environment, message) => {
    expect(() => readConfig({ DATA_DIR, ...environment })).toThrow(message);
  });

  test('wants both halves of the first administrator', () => {
    expect(() => readConfig({ DATA_DIR, ADMIN_EMAIL: 'a@club.example' })).toThrow('set both or none');
  });

  test('has no demo logins where others can reach them', () => {
    const environment = { DATABASE_URL, INTERNAL_SECRET, AUTH_SECRET };
    expect(() => readConfig({ ...environment, DEMO_DATA: 'on' })).toThrow('DEMO_DATA');
    expect(readConfig(environment).demoData).toBe(false);
  });
});

describe('MAX_COST', () => {
  const limits = (MAX_COST: string) => readConfig({ DATA_DIR, MAX_COST }).costLimits;

  test('changes the limits that it names and leaves the others', () => {
    const usual = readConfig({ DATA_DIR }).costLimits;
    expect(usual).toMatchObject({ anonymous: 1_000, member: 3_000 });
    expect(limits('member=5000, admin=off')).toEqual({ ...usual, member: 5_000, admin: null });
  });

  test.each(['member', 'member=0', 'member=-1', 'member=x', 'members=5', 'member=1e9', '5000', 'off', 'member=5,,'])(
    'is refused as %s',
    (text) => expect(() => limits(text)).toThrow(/MAX_COST: must be a list such as/),
  );
});

describe('secrets', () => {
  test('are made once when embedded, and only their owner can read them', () => {
    const first = readConfig({ DATA_DIR });
    expect(readConfig({ DATA_DIR }).authSecret).toBe(first.authSecret);
    expect(first.internalSecret).not.toBe(first.authSecret);
    expect(statSync(path.join(DATA_DIR, 'secrets.json')).mode & 0o777).toBe(0o600);
    expect(readdirSync(DATA_DIR)).toEqual(['secrets.json']);
  });

  test('must be given when not embedded, and are asked for by name', () => {
    expect(() => readConfig({ DATABASE_URL })).toThrow(/INTERNAL_SECRET: must be set[\s\S]*AUTH_SECRET: must be set/);
    expect(() => readConfig({ KAFKA_BROKERS: 'kafka:9092' })).toThrow('INTERNAL_SECRET');
  });

  test('reach only the parts that need them', () => {
    expect(readConfig({ INTERNAL_SECRET }, { part: 'gateway' }).isEmbedded).toBe(false);
    expect(readConfig({ DATABASE_URL, INTERNAL_SECRET }, { part: 'teams' }).databaseUrl).toBe(DATABASE_URL);
    expect(() => readConfig({ DATABASE_URL, INTERNAL_SECRET }, { part: 'auth' })).toThrow('AUTH_SECRET');
  });

  test('do not show in the log', () => {
    const environment = { DATABASE_URL, DATABASE_URL_TEAMS: DATABASE_URL, INTERNAL_SECRET, AUTH_SECRET };
    const shown = JSON.stringify(
      redactConfig(readConfig({ ...environment, REDIS_URL: 'redis://:hunter2@redis:6379' })),
    );
    expect(shown).not.toMatch(/internal-|authsecret|pa%20ss|hunter2|riverside-demo/);
    expect(shown).toContain('postgresql://club:***@db:5432/');
  });
});

describe('a domain', () => {
  const secrets = { INTERNAL_SECRET, AUTH_SECRET };

  test('has a database of its own on the common server', () => {
    const config = readConfig({ DATABASE_URL: `${DATABASE_URL}?sslmode=require`, ...secrets });
    expect(databaseUrlOf(config, 'teams')).toBe('postgresql://club:pa%20ss@db:5432/teams?sslmode=require');
  });

  test('takes the path of the common URL for a prefix', () => {
    const config = readConfig({ DATABASE_URL: 'postgresql://db/club', ...secrets });
    expect(databaseUrlOf(config, 'teams')).toBe('postgresql://db/club_teams');
  });

  test('may have a server of its own', () => {
    const config = readConfig({ DATABASE_URL, DATABASE_URL_GAME_CATALOG: 'postgresql://other/games', ...secrets });
    expect(databaseUrlOf(config, 'game-catalog')).toBe('postgresql://other/games');
    expect(databaseUrlOf(readConfig({ DATA_DIR }), 'teams')).toBeUndefined();
  });

  test('is asked for its database when it starts alone', () => {
    expect(() => readConfig({ INTERNAL_SECRET }, { part: 'teams' })).toThrow('DATABASE_URL or DATABASE_URL_TEAMS');
  });

  test('listens where supergraph.yaml says, unless the environment says otherwise', () => {
    const teams = { name: 'teams', routingUrl: 'http://127.0.0.1:4103/graphql' } as Parameters<typeof subgraphUrlOf>[1];
    expect(subgraphUrlOf(readConfig({ DATA_DIR }), teams)).toBe('http://127.0.0.1:4103/graphql');
    const all = { DATA_DIR, SUBGRAPH_URL: 'http://{name}:4000/graphql' };
    expect(subgraphUrlOf(readConfig(all), teams)).toBe('http://teams:4000/graphql');
    const moved = readConfig({ ...all, SUBGRAPH_URL_TEAMS: 'http://elsewhere/graphql' });
    expect(subgraphUrlOf(moved, teams)).toBe('http://elsewhere/graphql');
    expect(() => readConfig({ DATA_DIR, SUBGRAPH_URL: 'http://teams/graphql' })).toThrow('{name}');
  });
});

describe('describeConfig', () => {
  test('describes every setting, and what it shows is the default', () => {
    const file = path.join(DATA_DIR, 'env');
    writeFileSync(file, describeConfig().replaceAll(/^# ([A-Z_]+=)/gm, '$1'));
    const { PATH, HOME, ...asShown } = readEnvironment(file);
    expect(readConfig({ ...asShown, DATA_DIR })).toEqual(readConfig({ DATA_DIR }));
    expect(describeConfig()).toMatch(/^# ACCESS_TOKEN_TTL=10m$/m);
    expect(describeConfig()).toMatch(/^# DATABASE_URL_<DOMAIN>=$/m);
  });
});

describe('readEnvironment', () => {
  test('puts the environment over the file, and does without a file', () => {
    const file = path.join(DATA_DIR, 'dotenv');
    writeFileSync(file, 'PATH=nowhere\nFIELDHOUSE_TEST=here\n');
    expect(readEnvironment(file)).toMatchObject({ FIELDHOUSE_TEST: 'here', PATH: process.env.PATH });
    expect(readEnvironment(path.join(DATA_DIR, 'missing')).PATH).toBe(process.env.PATH);
  });
});
