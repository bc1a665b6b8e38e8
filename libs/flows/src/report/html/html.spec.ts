import { html } from './html';

describe('Markup', () => {
  it('takes whatever is put into it for text', () => {
    const name = `<script>alert("1")</script> & 'x' onload=`;

    expect(html`<p title="${name}">${name}</p>`.text).not.toMatch(/<script|"1"|'x'|& /);
    expect(html`<b>${html`<i>${'<'}</i>`}${[1, null, '>']}</b>`.text).toBe('<b><i>&lt;</i>1&gt;</b>');
  });

  it('shows what is not to be seen', () => {
    expect(html`${'a\u0000b\u202ec\n'}`.text).toBe('a\ufffdb\ufffdc\n');
  });
});
