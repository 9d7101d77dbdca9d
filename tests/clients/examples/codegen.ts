/** `graphql-codegen --config codegen.ts`: types for an app's operations. All scalars but JSON travel as strings. */
const config = {
  schema: 'http://127.0.0.1:4000/graphql',
  documents: 'src/**/*.graphql',
  generates: { 'src/graphql.ts': { plugins: ['typescript', 'typescript-operations'] } },
  config: {
    enumsAsTypes: true,
    strictScalars: true,
    scalars: {
      DateTime: 'string',
      LocalDate: 'string',
      LocalTime: 'string',
      ISO8601Duration: 'string',
      TimeZone: 'string',
      Locale: 'string',
      EmailAddress: 'string',
      PhoneNumber: 'string',
      HexColorCode: 'string',
      URL: 'string',
      JSON: 'unknown',
    },
  },
};

export default config;
