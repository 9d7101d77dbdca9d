// GraphiQL with the demo logins at hand: who is chosen signs in, and the token goes along with every request.
const { GraphiQL, React, ReactDOM } = window;
const { logins } = JSON.parse(document.querySelector('#settings').textContent);
let token = null;

const quoted = (text) => JSON.stringify(text);
const loginOperation = ({ name, email, password }) => `mutation SignInAs${name} {
  login(input: { email: ${quoted(email)}, password: ${quoted(password)} }) {
    tokens { accessToken }
    userErrors { code message }
  }
}
`;

const WELCOME = `# The headers tab takes an Authorization header: { "Authorization": "Bearer <accessToken>" }
query MyTeams {
  me { displayName memberships { role team { name members { nodes { role user { displayName } } } } } }
}
`;

async function signIn(login) {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: loginOperation(login) }),
  });
  const { data, errors } = await response.json();
  token = data?.login?.tokens?.accessToken ?? null;
  const problem = errors?.[0]?.message ?? data?.login?.userErrors?.[0]?.message;
  say(token ? `Signed in as ${login.email}` : (problem ?? 'Nobody signed in'));
}

const say = (text) => {
  document.querySelector('#who').textContent = text;
};

function button(label, onClick) {
  const element = document.createElement('button');
  element.textContent = label;
  element.addEventListener('click', onClick);
  document.querySelector('#logins').append(element);
}

for (const login of logins) button(`Sign in as ${login.name.toLowerCase()}`, () => signIn(login));
if (logins.length > 0)
  button('Sign out', () => {
    token = null;
    say('Nobody is signed in');
  });

const fetcher = GraphiQL.createFetcher({
  url: '/graphql',
  fetch: (url, init) =>
    fetch(url, { ...init, headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...init.headers } }),
});

const tabs = [{ query: WELCOME }, ...logins.map((login) => ({ query: loginOperation(login) }))];
ReactDOM.createRoot(document.querySelector('#graphiql')).render(
  React.createElement(GraphiQL, { fetcher, defaultTabs: tabs, defaultEditorToolsVisibility: 'headers' }),
);
