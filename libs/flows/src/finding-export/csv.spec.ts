import { csvLine } from './csv';

describe('A line of comma-separated values', () => {
  it.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "so"', '"say ""so"""'],
    [' padded ', '" padded "'],
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\u2409=1"],
    ['\r=1', "'\u240d=1"],
    ['\uff1d1+1', "'\uff1d1+1"],
    ['=HYPERLINK("http://x.test","a")', '"\'=HYPERLINK(""http://x.test"",""a"")"'],
    ['two\r\nlines', 'two\u240d\u240alines'],
    ['nul\u0000 esc\u001b[31m del\u007f c1\u0085', 'nul\u2400 esc\u241b[31m del\u2421 c1<U+0085>'],
    ['gpj\u202eexe', 'gpj<U+202E>exe'],
    ['Zoë 日本', 'Zoë 日本'],
    ['', ''],
  ])('writes %j as %j', (text, cell) => {
    expect(csvLine([text])).toBe(`${cell}\r\n`);
  });

  it('leaves numbers alone, nothing where there is nothing, and ends as the standard has it', () => {
    expect(csvLine([-3, null, 'x'])).toBe('-3,,x\r\n');
  });
});
