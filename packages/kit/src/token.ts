/** What every token of this club says of itself; auth signs with the same values. */
export const TOKEN = {
  issuer: 'fieldhouse/auth',
  audience: 'fieldhouse',
  algorithm: 'EdDSA',
  type: 'at+jwt',
  /** No token is honoured that claims to live longer, whoever signed it; ACCESS_TOKEN_TTL cannot be set higher. */
  longestSeconds: 86_400,
  /** How far auth's clock may be ahead of that of who reads the token. */
  skewSeconds: 60,
} as const;

/** Every scope that a token can carry: one for each role. Whoever has any role has `member`. */
export const SCOPES = ['member', 'trainer', 'staff', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];
