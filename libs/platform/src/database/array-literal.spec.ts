import { plainArray, textArray } from './array-literal';

describe('textArray', () => {
  it('quotes every element', () => {
    expect(textArray(['a', 'b c', 'NULL', ''])).toBe('{"a","b c","NULL",""}');
    expect(textArray([])).toBe('{}');
  });

  it('escapes quotes and backslashes, and writes null bare', () => {
    expect(textArray(['{"a":"b"}', null, 'c:\\d'])).toBe(String.raw`{"{\"a\":\"b\"}",NULL,"c:\\d"}`);
  });

  it('is not misled by an element that looks like the seam of two', () => {
    expect(textArray(['a","b'])).toBe(String.raw`{"a\",\"b"}`);
  });
});

describe('plainArray', () => {
  it('writes numbers and uuids bare', () => {
    expect(plainArray([1, null, 2])).toBe('{1,NULL,2}');
    expect(plainArray([])).toBe('{}');
  });
});
