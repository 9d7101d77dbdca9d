import { agendaOf, collectLater } from './later.ts';

const handler = async () => undefined;
const timers = { close: handler };
const jobs = { mail: { run: handler } };

test('a name is a timer or a job, and a name', () => {
  expect(() => agendaOf({ mail: handler }, jobs)).toThrow('mail is a timer and a job');
  expect(() => agendaOf({ 'close registration': handler })).toThrow('no name');
  expect([...agendaOf(timers, jobs).timers]).toEqual(['close']);
});

test('what nobody declared is not scheduled, cancelled or enqueued', async () => {
  const { schedule, cancel, enqueue } = collectLater(agendaOf(timers, jobs)).laterFor({});
  await expect(schedule('mail', 'a', new Date())).rejects.toThrow('No timer is called mail');
  await expect(cancel('opens', 'a')).rejects.toThrow('No timer is called opens');
  await expect(enqueue('close', 'a')).rejects.toThrow('No job is called close');
  await expect(enqueue('toString', 'a')).rejects.toThrow('No job is called toString');
});

test('the last word about a name and key counts, written once; whoever looks for it hears of the first that is due', async () => {
  const later = collectLater(agendaOf(timers, jobs));
  const { schedule, cancel, enqueue } = later.laterFor({ traceparent: '00' });
  const at = (hour: number) => new Date(Date.UTC(2026, 0, 1, hour));
  await schedule('close', 'a', at(5), { first: true });
  await schedule('close', 'a', at(4), { second: true });
  await schedule('close', 'b', at(3));
  await cancel('close', 'b');
  const written: unknown[] = [];
  await later.flush(async (_, [rows]) => {
    if (typeof rows === 'string') written.push(...JSON.parse(rows));
    return [];
  });
  await later.flush(async () => Promise.reject(new Error('written twice')));
  expect(written).toMatchObject([{ name: 'close', key: 'a', at: at(4).toISOString(), payload: '{"second":true}' }]);
  expect(later.earliest()?.getTime()).toBeLessThanOrEqual(at(4).getTime());
  await enqueue('mail', 'a');
  await later.flush(async () => []);
  expect(later.earliest()).toEqual(new Date(0));
});
