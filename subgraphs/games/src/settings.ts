import { defineSettings, duration, oneOf, setting, url } from '@fieldhouse/kit';

export const settings = defineSettings({
  provider: setting(
    'GAMES_PROVIDER',
    oneOf('bundled', 'freetogame').default('bundled'),
    'Where the catalogue of games comes from: `bundled` is a list that comes along and needs no internet.',
  ),
  url: setting(
    'GAMES_URL',
    url.default('https://www.freetogame.com/api/'),
    'Where the API of `freetogame` is. Only the internet is called, or this very machine where the address says so.',
  ),
  refreshSeconds: setting('GAMES_REFRESH_EVERY', duration.prefault('6h'), 'How often the provider is asked for news.'),
});
