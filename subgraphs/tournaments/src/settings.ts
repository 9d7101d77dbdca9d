import { defineSettings, duration, setting } from '@fieldhouse/kit';

export const settings = defineSettings({
  confirmSeconds: setting(
    'MATCH_CONFIRM_WITHIN',
    duration.prefault('1h'),
    'How long an opponent may object to a reported result before it counts.',
  ),
});
