/** Headers of a call, names in lower case. */
export interface CallHeaders {
  readonly [name: string]: string | undefined;
}
