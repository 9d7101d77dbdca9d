import { settings } from '../settings.ts';
import { bundled } from './bundled.ts';
import { freeToGame } from './free-to-game.ts';
import type { Provider } from './provider.ts';

const providers = { bundled: () => bundled, freetogame: freeToGame };

/** The provider that the settings name. */
export function providerIn(resources: { readonly settings: object }): Provider {
  const { provider, url } = settings.in(resources);
  return providers[provider](new URL(url.endsWith('/') ? url : `${url}/`));
}
