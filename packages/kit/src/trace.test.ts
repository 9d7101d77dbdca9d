import { ACTOR, commonTrace, traceOf, withoutActor } from './trace.ts';

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

test('a trace is what headers say in the right shape', () => {
  const given = { traceparent, 'x-request-id': 'request-1', authorization: 'Bearer secret' };
  expect(traceOf(given)).toEqual({ traceparent, 'x-request-id': 'request-1' });
  expect(traceOf({ traceparent: '00-short-01', 'x-request-id': 'line\nbreak' })).toEqual({});
});

test('whose doing it was goes along, but not to what is done later', () => {
  const given = { traceparent, [ACTOR]: 'usr_1' };
  expect(traceOf(given)).toEqual(given);
  expect(traceOf({ [ACTOR]: 'usr_1 usr_2' })).toEqual({});
  expect(withoutActor(given)).toEqual({ traceparent });
});

test('causes that differ have in common what they agree about', () => {
  const one = { traceparent, 'x-request-id': 'request-1' };
  expect(commonTrace([one, { ...one, 'x-request-id': 'request-2' }])).toEqual({ traceparent });
  expect(commonTrace([one, {}])).toEqual({});
  expect(commonTrace([])).toEqual({});
});
