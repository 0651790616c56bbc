/** What the daemon tells the process that serves its page; a connection comes with its socket. */
export type ForChild =
  | {
      readonly what: 'serve';
      /** The daemon's socket: what it lets change, the page may, for who shows the token. */
      readonly socket: string;
      readonly journal: string;
      readonly token: string | undefined;
      readonly port: number;
    }
  | { readonly what: 'connection' };
