import { expect, it } from 'vitest';
import { csvDocument } from '../../src/report/csv.js';

it('quotes by RFC 4180', () => {
  expect(csvDocument([['a', 'b,c', 'd"e', 'f\ng']])).toBe('a,"b,c","d""e","f\ng"\r\n');
});

// A zone or a program may be called anything, and a spreadsheet runs what begins like a formula.
it('makes no formula of a name, and no text of a number', () => {
  const names = ['=1+1', '+cmd', '-x', '@sum', '\tx', '=HYPERLINK("http://x","y")'];
  expect(csvDocument([names])).toBe(`'=1+1,'+cmd,'-x,'@sum,'\tx,"'=HYPERLINK(""http://x"",""y"")"\r\n`);
  expect(csvDocument([['-1.5', '+2', '3e-4', '']])).toBe('-1.5,+2,3e-4,\r\n');
});
