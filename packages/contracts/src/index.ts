export {
  type EventName,
  type EventPayload,
  endingSessions,
  eventCatalog,
  narrowingAccess,
} from './__generated__/events.ts';
export { erasePerson, parseEvent } from './parse-event.ts';
