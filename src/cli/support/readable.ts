const width = 150;

/** JSON for people: what fits on a line is on one, so that a file of the machine is a line. */
export const readable = (document: object): string => `${lines(document, '')}\n`;

function lines(value: unknown, indent: string): string {
  const short = JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return short;
  if (indent !== '' && indent.length + short.length <= width) return short;
  const inner = `${indent}  `;
  if (Array.isArray(value)) return `[\n${value.map(each => inner + lines(each, inner)).join(',\n')}\n${indent}]`;
  const fields = Object.entries(value).filter(([, each]) => each !== undefined);
  if (fields.length === 0) return '{}';
  return `{\n${fields.map(([name, each]) => `${inner}${JSON.stringify(name)}: ${lines(each, inner)}`).join(',\n')}\n${indent}}`;
}
