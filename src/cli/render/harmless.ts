const control = /\p{Cc}/gu;

/** The same value with every control character in its strings shown as `?`: names come from hardware and files, and none may move a cursor. */
export function harmless<T>(value: T): T {
  const json = JSON.stringify(value);
  // JSON writes the lower control characters as escapes; most values have none, and those need no second pass.
  if (!/\\[bfnrtu]|[\u007f-\u009f]/.test(json)) return value;
  return JSON.parse(json, (_key, part) => (typeof part === 'string' ? part.replace(control, '?') : part));
}
