import { letter } from './letter.ts';

const said = { locale: 'en-GB', title: 'Cancelled: Practice', body: 'U12: Tue 18:00.\nReason: storm' };

describe('a letter', () => {
  it('says the same in text and HTML', () => {
    const { subject, text, html } = letter({ ...said, url: 'https://club.example/events/evt_1' });

    expect(subject).toBe('Cancelled: Practice');
    for (const part of [text, html])
      for (const words of ['Cancelled: Practice', 'Reason: storm', 'https://club.example/events/evt_1'])
        expect(part).toContain(words);
  });

  it('takes what people typed for text', () => {
    const title = '<script>alert(1)</script> & "quotes" \'too\'';
    const { text, html } = letter({ ...said, title, body: '</p><img src=x onerror=alert(1)>' });

    expect(text).toContain(title);
    expect(html).not.toMatch(/<script|<img/);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quotes&quot; &#39;too&#39;');
  });

  it('has a subject of one line', () => {
    expect(letter({ ...said, title: 'Hello\r\nBcc: all@club.example\u2028\u0000x' }).subject).toBe(
      'Hello Bcc: all@club.example x',
    );
  });

  it('links nothing but the web', () => {
    for (const url of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'nonsense', '']) {
      const { html, text } = letter({ ...said, url, unsubscribeUrl: url });
      expect(html).not.toContain('<a ');
      expect(text.includes(url) && url !== '').toBe(false);
    }
    expect(letter({ ...said, url: 'https://club.example/"onmouseover="x' }).html).not.toContain('"onmouseover');
  });

  it('lets its reader end it, in the language of the reader', () => {
    const unsubscribeUrl = 'https://club.example/unsubscribe?token=a.b';
    const { text, html } = letter({ ...said, locale: 'de-CH', unsubscribeUrl });

    expect(text).toContain(`Keine Mails dieser Art mehr: ${unsubscribeUrl}`);
    expect(html).toContain(`<a href="${unsubscribeUrl}">Keine Mails dieser Art mehr</a>`);
    expect(html).toContain('<html lang="de">');
    expect(letter({ ...said, locale: 'de-CH' }).html).not.toContain('<a ');
  });

  it('holds several notifications', () => {
    const items = ['One', 'Two', 'Three'].map((title) => ({ title, body: `${title} happened`, url: null }));
    const { subject, text, html } = letter({ ...said, title: '3 notifications', items });

    expect(subject).toBe('3 notifications');
    for (const { title, body } of items) {
      expect(text).toContain(`${title}\n\n${body}`);
      expect(html).toContain(`<h2 dir="auto">${title}</h2>`);
    }
    expect(text).not.toContain('Reason: storm');
  });

  it('holds no more than can be read', () => {
    const items = Array.from({ length: 500 }, (_, i) => ({ title: `News ${i}`, body: 'x'.repeat(2_000) }));
    const { text, html } = letter({ ...said, title: '500 notifications', items });

    expect(html.match(/<h2/g)).toHaveLength(50);
    for (const part of [text, html]) expect(part).toContain('And 450 more.');
  });

  it('leaves the direction of each text to it', () => {
    expect(letter({ ...said, title: 'نادي النهر' }).html).toContain('<h2 dir="auto">نادي النهر</h2>');
  });
});
