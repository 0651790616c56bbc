/** journald's priorities, written in front of a line when systemd reads it. */
const priority = { info: '<6>', warning: '<4>', error: '<3>' } as const;
export type Level = keyof typeof priority;
export type Log = (level: Level, text: string) => void;

/** Lines on stderr: with a priority for journald, with the level in words for people. */
export function stderrLog(underSystemd: boolean): Log {
  // A terminal that was closed must not end a daemon that holds limits.
  process.stderr.on('error', () => undefined);
  return (level, text) => {
    process.stderr.write(
      underSystemd ? `${priority[level]}${text}\n` : `latticed: ${level === 'info' ? '' : `${level}: `}${text}\n`,
    );
  };
}
