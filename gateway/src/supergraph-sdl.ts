import { type ConstDirectiveNode, type DocumentNode, Kind, parse, print, valueFromASTUntyped, visit } from 'graphql';

const FEATURE = /^https:\/\/specs\.apollo\.dev\/(\w+)\/v\d/;
const AUTHORISATION = ['authenticated', 'requiresScopes', 'policy'];

/**
 * The supergraph without its authorisation directives: stock ApolloGateway refuses to load their links ("is for: SECURITY
 * but is unsupported"), and without a link it would show their definitions to clients, as if they were part of the API.
 */
export function withoutAuthorisation(supergraphSdl: string): string {
  const supergraph = parse(supergraphSdl, { noLocation: true });
  const names = AUTHORISATION.flatMap((feature) => directiveName(supergraph, feature) ?? []);
  const isTheirs = (name: string) => names.some((own) => name === own || name.startsWith(`${own}__`));
  const remaining = visit(supergraph, {
    Directive: (node) =>
      isTheirs(node.name.value) || AUTHORISATION.includes(linkedFeature(node) ?? '') ? null : undefined,
    DirectiveDefinition: ({ name }) => (isTheirs(name.value) ? null : undefined),
    ScalarTypeDefinition: ({ name }) => (isTheirs(name.value) ? null : undefined),
  });
  return print(remaining);
}

/** The name under which the supergraph uses a feature's directive, or `undefined` where it does not. */
export function directiveName(supergraph: DocumentNode, feature: string, directive = feature): string | undefined {
  const schema = supergraph.definitions.find((it) => it.kind === Kind.SCHEMA_DEFINITION);
  const link = schema?.directives?.find((it) => linkedFeature(it) === feature);
  if (!link) return undefined;
  const prefix = text(link, 'as') ?? feature;
  return importedName(link, directive) ?? (directive === feature ? prefix : `${prefix}__${directive}`);
}

/** An import is a name, or `{ name, as }`. */
function importedName(link: ConstDirectiveNode, directive: string): string | undefined {
  const value = link.arguments?.find((it) => it.name.value === 'import')?.value;
  const imports = (value ? valueFromASTUntyped(value) : []) as (string | { name: string; as?: string })[];
  const named = imports.map((it) => (typeof it === 'string' ? { name: it } : it));
  const found = named.find(({ name }) => name === `@${directive}`);
  return found && (found.as ?? found.name).slice(1);
}

function linkedFeature(directive: ConstDirectiveNode | { name: { value: string } }): string | undefined {
  if (directive.name.value !== 'link') return undefined;
  return FEATURE.exec(text(directive as ConstDirectiveNode, 'url') ?? '')?.[1];
}

function text(directive: ConstDirectiveNode, argument: string): string | undefined {
  const value = directive.arguments?.find((it) => it.name.value === argument)?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
}
