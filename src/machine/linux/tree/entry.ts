/** What stands at one path of a copied tree; modes are octal, as `ls` and `chmod` have them. */
export type TreeEntry =
  | { readonly text: string; readonly mode: string; readonly cut?: true | undefined }
  /** It is there, and can't be read: an errno's name, or what it is instead of a plain file. */
  | { readonly unread: string; readonly mode: string }
  | { readonly link: string };

/** Entries by their path below the root, without a leading slash. */
export type TreeFiles = Readonly<Record<string, TreeEntry>>;
