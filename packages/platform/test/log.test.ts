import { lineForPeople, logTo } from '../src/log.ts';

function lines(level?: string): { written: Record<string, unknown>[]; log: ReturnType<typeof logTo> } {
  const written: Record<string, unknown>[] = [];
  return { written, log: logTo({ write: (line) => void written.push(JSON.parse(line)) }, level) };
}

describe('the log', () => {
  test('is a JSON line an event, with the fields of its part', () => {
    const { written, log } = lines();
    log.child({ room: 'teams' }).info({ teamId: 'tem_1' }, 'team created');
    const time = expect.stringMatching(/^\d{4}-.*Z$/);
    expect(written).toEqual([{ level: 'info', time, room: 'teams', teamId: 'tem_1', msg: 'team created' }]);
  });

  test('tells the whole chain of an error', () => {
    const { written, log } = lines();
    log.error({ error: new Error('outer', { cause: new Error('inner') }) }, 'failed');
    expect(JSON.stringify(written)).toContain('inner');
  });

  test('hides secrets that come in by mistake', () => {
    const { written, log } = lines();
    log.warn({ password: 'hunter2', headers: { authorization: 'Bearer x' } }, 'odd');
    expect(JSON.stringify(written)).not.toMatch(/hunter2|Bearer/);
  });

  test('leaves out what is below its level', () => {
    const { written, log } = lines('warn');
    log.info({}, 'quiet');
    expect(written).toEqual([]);
  });

  test('has a line for people', () => {
    const event = { level: 'warn', time: '2026-03-01T12:30:01.250Z', msg: 'relay waits', room: 'teams', attempt: 3 };
    expect(lineForPeople(event)).toBe('12:30:01.250 warn  relay waits room=teams attempt=3');
  });
});
