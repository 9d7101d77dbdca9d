import type { Config } from '@fieldhouse/platform';
import { DEMO_ADMIN } from './demo/index.ts';

const FIRST_QUERY = `query MyTeams {
  me { displayName memberships { role team { name members { nodes { role user { displayName } } } } } }
}`;

/** What `npm start` prints once the endpoint answers. */
export function welcome(url: string, { demoData, demoPassword, adminEmail }: Config): string {
  const logins = demoData
    ? `\nSign in as ${adminOf(adminEmail)}coach@, player@ or parent@ riverside.example, password ${demoPassword}:\n\n${indented(loginMutation(demoPassword))}\n`
    : adminEmail
      ? `\nThe first administrator is ${adminEmail}, unless a warning above says otherwise.\n`
      : '\nNobody is an administrator yet: set ADMIN_EMAIL and ADMIN_PASSWORD.\n';
  return `\nready ${url}\n${logins}
Put the token into the Authorization header ("Bearer ..."), then ask:\n\n${indented(FIRST_QUERY)}\n\n`;
}

const adminOf = (email: string | undefined) => (email === DEMO_ADMIN ? 'admin@, ' : '');

const loginMutation = (password: string) => `mutation {
  login(input: { email: "coach@riverside.example", password: "${password}" }) { tokens { accessToken } }
}`;

const indented = (text: string) => text.replace(/^/gm, '  ');
