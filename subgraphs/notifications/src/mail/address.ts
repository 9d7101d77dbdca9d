/** The address of `The Club <club@example.org>`, or of an address alone. */
export const addressOf = (sender: string): string => sender.replace(/^.*<(.*)>$/, '$1');
