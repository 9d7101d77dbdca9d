// Sandbox comes from the internet. Where that cannot be reached, GraphiQL comes from here.
const PATIENCE_MS = 4000;
const useGraphiQL = () => location.replace('/graphiql');

window.addEventListener(
  'error',
  ({ target }) => {
    if (target instanceof HTMLScriptElement) useGraphiQL();
  },
  true,
);
setTimeout(() => {
  if (!window.EmbeddedSandbox) useGraphiQL();
}, PATIENCE_MS);
