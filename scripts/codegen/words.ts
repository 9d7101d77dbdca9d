/** What names look like in code and in prose. */

/** `training plan` of `TrainingPlan` or `training-plan`. */
export const words = (name: string): string =>
  name
    .replace(/(?<=.)([A-Z])/g, ' $1')
    .replaceAll('-', ' ')
    .toLowerCase();

/** `TrainingPlan` of `training-plan`. */
export const typeName = (name: string): string =>
  name.replace(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** `trainingPlan` of `training-plan`. */
export const fieldName = (name: string): string =>
  name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

const IRREGULAR: Readonly<Record<string, string>> = { person: 'people', child: 'children', man: 'men', woman: 'women' };
const singulars = new Map(Object.entries(IRREGULAR).map(([one, many]) => [many, one]));

/** Several of what a word names, by its last part: `match` gives `matches`, `training-diary` `training-diaries`. */
export const plural = (name: string): string =>
  name.replace(/[a-z0-9]+$/, (word) => {
    if (IRREGULAR[word]) return IRREGULAR[word];
    if (/[^aeiou]y$/.test(word)) return word.replace(/y$/, 'ies');
    return `${word}${/(?:s|x|z|ch|sh)$/.test(word) ? 'es' : 's'}`;
  });

/** One of what a word names; a word that is no plural, such as `progress` or `dashboard`, stays. */
export const singular = (name: string): string =>
  name.replace(/[a-z0-9]+$/, (word) => {
    const known = singulars.get(word);
    if (known) return known;
    if (/(?:ss|us|is|news|series)$/.test(word)) return word;
    if (/[^aeiou]ies$/.test(word)) return word.replace(/ies$/, 'y');
    if (/(?:ss|x|z|ch|sh|us)es$/.test(word)) return word.replace(/es$/, '');
    return word.replace(/s$/, '');
  });

/** A word with its article; `user` and `unit` begin as `you` does. */
export const oneOf = (word: string): string => `${/^(?:[aeio]|u(?!ni|s[aei]))/.test(word) ? 'an' : 'a'} ${word}`;

export const capitalised = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
