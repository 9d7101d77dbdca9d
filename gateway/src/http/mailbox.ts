import type { HttpResponse } from '@fieldhouse/platform';
import { escaped, page } from './page.ts';

/** A mail that was not sent but kept, for a developer to read. */
export interface KeptMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** RFC 3339. */
  readonly createdAt: string;
}

/** The mails that the house would have sent, the latest first. */
export async function mailbox(mails: () => Promise<readonly KeptMail[]>): Promise<HttpResponse> {
  const kept = await mails();
  const body = kept.length > 0 ? kept.map(shown).join('\n') : '<p>No mails yet.</p>';
  return page(200, { title: 'Mails', body });
}

// What a mail shows has no script, no name here, and opens its links elsewhere.
const shown = ({ to, subject, text, html, createdAt }: KeptMail): string => `    <details>
      <summary><time>${escaped(createdAt)}</time> to ${escaped(to)}: <bdi>${escaped(subject)}</bdi></summary>
      <iframe sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="${escaped(`<base target="_blank">${html}`)}"></iframe>
      <pre dir="auto">${escaped(text)}</pre>
    </details>`;
