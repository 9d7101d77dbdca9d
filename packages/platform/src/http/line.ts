import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setImmediate as everybodyElse } from 'node:timers/promises';
import { errorCode } from '../error-code.ts';
import type { HttpUpgrade } from './exchange.ts';
import { readInPieces } from './in-pieces.ts';

/** Requests that wait on one connection; while there are so many, no more is read from it. */
export const MOST_WAITING = 16;
/** What came in one piece is taken in whole; on all connections together it may be so many requests. */
export const MOST_WAITING_IN_ALL = 10_000;

/** A request as it arrives, with the way to answer it. */
export interface Arrival {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** The requests of one connection. */
interface Line {
  readonly socket: Socket;
  readonly waiting: Arrival[];
  current: Arrival | undefined;
  /** How many requests came so far. */
  arrived: number;
  /** What is done once all that came before is answered. */
  readonly afterwards: (() => void)[];
}

interface Service {
  /** Answers one request; the next of the connection is taken when it is done. */
  readonly serve: (arrival: Arrival) => Promise<void>;
  /** Says on the bare connection what is wrong with bytes that became no request, and closes it. */
  readonly refuse: (socket: Socket, error: Error) => void;
  /** Takes over a connection that is to speak something else; where it is left out, such wishes are passed over. */
  readonly upgrade?: HttpUpgrade | undefined;
  /** What a client has left for the head of a request that was cut in two while nobody read. */
  readonly headMs: number;
}

/**
 * Takes the requests of every connection one after the other, in their order, however many are sent ahead: an answer
 * that is not taken holds up nobody but its own connection, and from whoever asks faster than is answered is read slower.
 */
export function serveInLine(server: Server, service: Service): void {
  const lines = new Map<Socket, Line>();

  const lineOf = (socket: Socket): Line => {
    const known = lines.get(socket);
    if (known) return known;
    const line: Line = { socket, waiting: [], current: undefined, arrived: 0, afterwards: [] };
    if (socket.destroyed) return line;
    lines.set(socket, line);
    readInPieces(socket, () => isFull(line));
    // Before Node gives each request an error of its own, whose stack costs more than the request.
    socket.prependOnceListener('close', () => {
      lines.delete(socket);
      for (const { request } of line.waiting.splice(0)) request.destroy();
    });
    return line;
  };
  const arrive = (request: IncomingMessage, response: ServerResponse) => {
    const line = lineOf(request.socket);
    const { waiting } = line;
    line.arrived += 1;
    waiting.push({ request, response });
    // In a moment: by then all that came in the same piece has been read.
    if (waiting.length === 1 && !line.current) setImmediate(work, line, service);
    if (waiting.length % MOST_WAITING > 0) return;
    process.nextTick(pauseFull, line);
    ensureFew(lines.values());
  };

  server.on('connection', lineOf);
  server.on('request', arrive).on('checkContinue', arrive).on('checkExpectation', arrive);
  server.on('clientError', (error, socket) => refuseInTurn(lineOf(socket as Socket), error, service));
  const { upgrade } = service;
  if (upgrade)
    server.on('upgrade', (request, socket, head) =>
      // In a moment: by then what came with it in the same piece is back on the connection, behind the head.
      setImmediate(() => afterAll(lineOf(request.socket), () => upgrade(request, socket, head))),
    );
  server.on('connect', ({ socket }) => afterAll(lineOf(socket), () => service.refuse(socket, new Tunnel())));
}

/** Somebody takes this server for a proxy. */
export class Tunnel extends Error {}

async function work(line: Line, { serve }: Service): Promise<void> {
  for (let next = line.waiting.shift(); next; next = line.waiting.shift()) {
    line.current = next;
    if (line.waiting.length === MOST_WAITING - 1) line.socket.resume();
    await serve(next);
    // Answers that nothing is waited for would follow each other without anybody else getting in between.
    if (line.waiting.length > 0) await everybodyElse();
  }
  line.current = undefined;
  for (const then of line.afterwards.splice(0)) then();
}

const isFull = ({ waiting }: Line): boolean => waiting.length >= MOST_WAITING;

const pauseFull = (line: Line): void => {
  if (isFull(line)) line.socket.pause();
};

/** Where too many wait in all, the longest line is sent away. */
function ensureFew(lines: Iterable<Line>): void {
  const all = [...lines];
  const sum = all.reduce((before, { waiting }) => before + waiting.length, 0);
  if (sum <= MOST_WAITING_IN_ALL) return;
  const { socket, waiting } = all.reduce((one, other) => (other.waiting.length > one.waiting.length ? other : one));
  waiting.length = 0;
  socket.destroy();
}

const isBusy = ({ current, waiting }: Line): boolean => current !== undefined || waiting.length > 0;

function afterAll(line: Line, then: () => void): void {
  if (isBusy(line)) line.afterwards.push(then);
  else then();
}

/** Bytes that are no request are refused after what was asked before them is answered. */
function refuseInTurn(line: Line, error: Error, { refuse, headMs }: Service): void {
  const { socket, waiting, current } = line;
  const now = () => refuse(socket, error);
  const last = waiting.at(-1) ?? current;
  const isWhole = last?.request.complete === true;
  if (!socket.writable || !last || (last === current && !isWhole)) now();
  else if (errorCode(error) === 'ERR_HTTP_REQUEST_TIMEOUT') afterAll(line, () => onceMore(line, headMs, now));
  else {
    if (!isWhole) waiting.pop();
    afterAll(line, now);
  }
}

/** Perhaps it was we who did not read the rest of a head; now somebody does. */
function onceMore(line: Line, headMs: number, refuse: () => void): void {
  const { arrived } = line;
  setTimeout(() => {
    if (line.arrived === arrived) refuse();
  }, headMs).unref();
}
