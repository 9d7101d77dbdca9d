export { type EventName, type EventPayload, eventCatalog } from './__generated__/events.ts';
export { erasePerson, parseEvent } from './parse-event.ts';
