import {
  DateTimeResolver,
  EmailAddressResolver,
  HexColorCodeResolver,
  LocalDateResolver,
  LocaleResolver,
  PhoneNumberResolver,
  TimeZoneResolver,
} from 'graphql-scalars';

/** The scalars of shared.graphql. DateTime is a Date in resolvers, the others are checked strings. */
export const scalars = {
  DateTime: DateTimeResolver,
  LocalDate: LocalDateResolver,
  TimeZone: TimeZoneResolver,
  Locale: LocaleResolver,
  EmailAddress: EmailAddressResolver,
  PhoneNumber: PhoneNumberResolver,
  HexColorCode: HexColorCodeResolver,
};
