/** A field as the client sent it, short enough for an error. */
export function quoted(body: object, key: string): string {
  const text = JSON.stringify(Reflect.get(body, key)) ?? 'missing';
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
