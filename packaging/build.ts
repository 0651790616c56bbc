import type { Description } from './description.js';

/** What a builder of one kind of package is given. */
export interface Build {
  readonly described: Description;
  readonly checkout: string;
  /** The files as they will lie on the machine; they are copied and not changed. */
  readonly tree: string;
  /** Where the package goes. */
  readonly folder: string;
}

/** Builds a package and gives its path. Errors are in the words of the program that could not. */
export type Builder = (build: Build) => string;
