import { defaultFieldResolver, type GraphQLField, type GraphQLSchema, getNamedType, isInputObjectType } from 'graphql';
import type { Context, Transact } from '../context.ts';
import { line } from '../text.ts';
import { type DatabaseClient, sqlOf } from '../transact.ts';
import { type Asked, answerTo, claimKey, hashOf, type Kept, keepAnswer } from './answers.ts';
import { type PayloadShape, payloadShape } from './payload.ts';

const FIELD = 'idempotencyKey';

/**
 * Lets a mutation whose input has `idempotencyKey: String` have one effect per person and key: the same input again is
 * answered again. Its rules are asked each time, before this. A refusal is no effect, so the key stays free.
 */
export function answerAgain(schema: GraphQLSchema): void {
  for (const mutation of Object.values(schema.getMutationType()?.getFields() ?? {}))
    if (takesKey(mutation)) once(mutation);
}

function takesKey({ args }: GraphQLField<unknown, unknown>): boolean {
  const input = getNamedType(args.find(({ name }) => name === 'input')?.type);
  return isInputObjectType(input) && FIELD in input.getFields();
}

function once(mutation: GraphQLField<unknown, unknown>): void {
  const { name, resolve = defaultFieldResolver } = mutation;
  const shape = payloadShape(mutation);
  const inTurn = turns();
  mutation.resolve = (parent, args, context, info) => {
    const own = context as Context<DatabaseClient>;
    const asked = askedOf(name, args, own);
    if (!asked) return resolve(parent, args, context, info);
    const again = (kept: Kept) => shape.restore(kept, own, info);
    const answer = async () => {
      const known = await answerTo(sqlOf(own.db), asked);
      if (known) return again(known);
      const { transact, isKept } = keeping(own, asked, shape);
      const payload = await resolve(parent, args, Object.create(own, { transact: { value: transact } }), info);
      if (!isKept(payload)) throw new Error(`${name} takes a key, so it answers with what transact returns`);
      return payload;
    };
    return inTurn(JSON.stringify([asked.person, asked.key]), answer).catch((error: unknown) => {
      if (error instanceof AnsweredMeanwhile) return again(error.kept);
      throw error;
    });
  };
}

/** Runs one at a time of what has the same name: a repeat that comes meanwhile holds no connection while it waits. */
function turns() {
  const underWay = new Map<string, Promise<unknown>>();
  return async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    for (let other = underWay.get(name); other; other = underWay.get(name)) await other.catch(() => undefined);
    const own = work();
    underWay.set(name, own);
    return own.finally(() => underWay.delete(name));
  };
}

function askedOf(mutation: string, args: Record<string, unknown>, context: Context): Asked | null {
  const { [FIELD]: raw, ...rest } = args.input as Record<string, unknown>;
  if (raw === null || raw === undefined) return null;
  const key = line(String(raw), { max: 100, path: FIELD });
  return { person: context.viewer.id, mutation, key, hash: hashOf({ ...args, input: rest }), now: context.now() };
}

/** Another instance had the effect first: ours is undone. */
class AnsweredMeanwhile extends Error {
  readonly kept: Kept;

  constructor(kept: Kept) {
    super('Answered meanwhile');
    this.kept = kept;
  }
}

/** A `transact` that takes the key before the effect and keeps the answer with it. */
function keeping({ transact }: Context<DatabaseClient>, asked: Asked, shape: PayloadShape) {
  let result: unknown;
  const keepingTransact: Transact<DatabaseClient> = (work) => {
    if (result !== undefined) throw new Error(`${asked.mutation} takes a key, so it has one transaction`);
    return transact(async (tx, ...rest) => {
      const sql = sqlOf(tx);
      if (!(await claimKey(sql, asked))) {
        const kept = await answerTo(sql, asked);
        throw kept ? new AnsweredMeanwhile(kept) : new Error('An idempotency key is taken and has no answer');
      }
      const payload = await work(tx, ...rest);
      await keepAnswer(sql, asked, shape.keep(payload));
      result = payload;
      return payload;
    });
  };
  return { transact: keepingTransact, isKept: (payload: unknown) => result !== undefined && payload === result };
}
