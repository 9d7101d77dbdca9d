/** What changed in who may see or do what, between two supergraphs. */
import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  parse,
  type TypeDefinitionNode,
  type TypeNode,
  valueFromASTUntyped,
} from 'graphql';
import type { Finding } from './api.ts';

/** Alternatives, each a set of things that must all hold: `scope member`, `policy self`. Everybody: one empty set. */
type Rule = readonly ReadonlySet<string>[];

const EVERYBODY: Rule = [new Set()];

/**
 * A rule that lets more people in is breaking until it is acknowledged: it is how data leaks unnoticed. One that lets
 * fewer in is dangerous: clients that used it are refused.
 */
export function authorisationFindings(before: string, after: string): Finding[] {
  const [old, now] = [rulesOf(parse(before)), rulesOf(parse(after))];
  return [...old].flatMap(([path, rule]) => {
    const successor = now.get(path);
    const isOpened = successor && !impliedBy(successor, rule);
    const isTightened = successor && !impliedBy(rule, successor);
    if (!isOpened && !isTightened) return [];
    const [level, what] = isOpened ? (['breaking', 'lets others in'] as const) : (['dangerous', 'is tighter'] as const);
    return [{ level, path, message: `who may use it ${what}: ${inWords(rule)} → ${inWords(successor)}` }];
  });
}

/** Whether whoever meets `strict` meets `lax` as well. */
const impliedBy = (strict: Rule, lax: Rule): boolean =>
  strict.every((all) => lax.some((needed) => [...needed].every((it) => all.has(it))));

/** The rule of every field by coordinate: its own, its type's, and that of what it returns. */
function rulesOf(supergraph: DocumentNode): ReadonlyMap<string, Rule> {
  const types = supergraph.definitions.filter(isType);
  const ofType = new Map(types.map((type) => [type.name.value, ruleOf(type)]));
  return new Map(
    types.flatMap((type) =>
      fieldsOf(type).map((field) => {
        const returned = ofType.get(namedType(field.type)) ?? EVERYBODY;
        return [`${type.name.value}.${field.name.value}`, both(both(ruleOf(field), ruleOf(type)), returned)] as const;
      }),
    ),
  );
}

const isType = (it: DocumentNode['definitions'][number]): it is TypeDefinitionNode =>
  it.kind.endsWith('TypeDefinition');

const fieldsOf = (type: TypeDefinitionNode): readonly FieldDefinitionNode[] =>
  type.kind === Kind.OBJECT_TYPE_DEFINITION || type.kind === Kind.INTERFACE_TYPE_DEFINITION ? (type.fields ?? []) : [];

const namedType = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type));

function ruleOf({ directives = [] }: { readonly directives?: readonly ConstDirectiveNode[] | undefined }): Rule {
  return directives.map(ofDirective).reduce(both, EVERYBODY);
}

function ofDirective(directive: ConstDirectiveNode): Rule {
  const { value: name } = directive.name;
  if (name === 'inaccessible') return [new Set(['internal'])];
  if (name === 'authenticated') return [new Set(['signed in'])];
  if (name !== 'requiresScopes' && name !== 'policy') return EVERYBODY;
  const value = directive.arguments?.[0]?.value;
  const alternatives = (value ? valueFromASTUntyped(value) : []) as string[][];
  return alternatives.map((all) => new Set(['signed in', ...all.map((it) => `${name} ${it}`)]));
}

/** Both rules at once. */
const both = (one: Rule, other: Rule): Rule => one.flatMap((some) => other.map((more) => new Set([...some, ...more])));

const inWords = (rule: Rule): string =>
  rule
    .map((all) => [...all].filter((it, _, { length }) => it !== 'signed in' || length === 1).join(' and '))
    .join(', or ') || 'everybody';
