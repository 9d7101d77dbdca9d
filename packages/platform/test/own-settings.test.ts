import {
  ConfigurationError,
  count,
  describeConfig,
  duration,
  ensureOwnNames,
  oneOf,
  onOff,
  readOwnSettings,
} from '../src/index.ts';

const guests = {
  most: { name: 'MOST_GUESTS', type: count(1, 50).default(10), description: 'Guests of one person, at most.' },
  stay: { name: 'GUESTS_STAY', type: duration.prefault('1d'), description: 'How long guests stay.' },
  greeting: { name: 'GREETING', type: oneOf('warm', 'short').default('warm'), description: 'How they are greeted.' },
  listed: { name: 'GUESTS_LISTED', type: onOff.prefault('on'), description: 'Whether they are listed.' },
};

describe('settings of a part of the house', () => {
  test('have their defaults, an empty text included, and say what the environment says', () => {
    const usual = { most: 10, stay: 86_400, greeting: 'warm', listed: true };
    expect(readOwnSettings(guests, {})).toEqual(usual);
    expect(readOwnSettings(guests, { MOST_GUESTS: ' ', GREETING: '' })).toEqual(usual);
    expect(readOwnSettings(guests, { MOST_GUESTS: '3', GUESTS_STAY: '2h', GUESTS_LISTED: 'off', PORT: '1' })).toEqual({
      ...{ most: 3, stay: 7_200, greeting: 'warm', listed: false },
    });
  });

  test('that cannot be used are refused in words, all at once', () => {
    const read = () => readOwnSettings(guests, { MOST_GUESTS: '51', GUESTS_STAY: 'long' });
    expect(read).toThrow(ConfigurationError);
    expect(read).toThrow(
      /^The configuration cannot be used:\n {2}MOST_GUESTS: .*50\n {2}GUESTS_STAY: must be a number/,
    );
  });

  test('have names that nobody else has: not the house, and no other part', () => {
    const part = (name: string, setting: string) => ({
      name,
      settings: { one: { ...guests.most, name: setting } },
    });
    expect(() => ensureOwnNames([part('guests', 'PORT')])).toThrow('guests: the setting PORT belongs to the house');
    expect(() => ensureOwnNames([part('guests', 'MOST'), part('games', 'MOST')])).toThrow(
      'games: the setting MOST belongs to guests already',
    );
    expect(() => ensureOwnNames([part('guests', 'mostGuests')])).toThrow('no name of a setting');
    expect(() => ensureOwnNames([part('guests', 'MOST'), part('games', 'MOST_GAMES')])).not.toThrow();
  });

  test('are listed with their owner, and their defaults', () => {
    const page = describeConfig([
      { name: 'guests', settings: guests },
      { name: 'teams', settings: {} },
    ]);
    expect(page).toContain('\n\n## Of guests alone.\n\n# Guests of one person, at most.\n# MOST_GUESTS=10\n\n');
    expect(page).toContain('# GUESTS_STAY=1d\n');
    expect(page).not.toContain('teams alone');
  });
});
