// Where a character that draws nothing itself is part of what people write: it shapes its neighbours.
const EMOJI = String.raw`\p{Extended_Pictographic}(?:\uFE0F?\p{Emoji_Modifier}|[\uFE0E\uFE0F])?`;
const FAMILY = String.raw`${EMOJI}(?:\u200D${EMOJI})+|${EMOJI}`;
const KEYCAP = String.raw`[0-9#*]\uFE0F\u20E3`;
// Scotland, Wales, Texas: a black flag with the letters of the region, and an end.
const FLAG = String.raw`\u{1F3F4}[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{2,6}\u{E007F}`;
// The older shape of an ideograph, as Japanese family names have it, and Mongolian ones.
const VARIANT = String.raw`\p{Script=Han}[\uFE00-\uFE0F\u{E0100}-\u{E01EF}]|\p{scx=Mongolian}[\u180B-\u180F]`;
// Scripts whose letters join: Persian parts a plural from its noun, Sinhala and Malayalam make ligatures by joiners.
const JOINING = ['Arab', 'Syrc', 'Nkoo', 'Mong', 'Deva', 'Beng', 'Guru', 'Gujr', 'Orya', 'Taml', 'Telu', 'Knda']
  .concat('Mlym', 'Sinh', 'Mymr', 'Khmr', 'Tibt', 'Java', 'Bali')
  .map((script) => `\\p{scx=${script}}`)
  .join('');
const JOINED = String.raw`[${JOINING}](?:\u200D|\u200C(?=[\p{L}\p{M}]))`;

// U+FFF9 to U+FFFC are what word processors leave behind, the last three draw nothing although they are letters or signs.
const NOTHING = String.raw`[\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFC\u{1D159}\u{13441}\u{13442}]`;

const NEEDED_OR_NOTHING = new RegExp(`(${[FLAG, FAMILY, KEYCAP, VARIANT, JOINED].join('|')})|${NOTHING}`, 'gu');
// What Braille writes between words.
const EMPTY_BRAILLE = /\u2800/g;

/**
 * A text without the characters that nobody sees (zero width, fillers, soft hyphens, tags, direction marks): two names
 * that look alike are alike. Those that shape their neighbours stay: in emoji, Persian, Indic and Han.
 */
export const withoutInvisible = (text: string): string =>
  text.replace(EMPTY_BRAILLE, ' ').replace(NEEDED_OR_NOTHING, '$1');
